namespace CanaryJudge.Judging.Sequential;

/// <summary>Watches a resource (memory, disk, handles) for a slow drift that a level would show too late.</summary>
/// <remarks>
/// A line through the paired differences, its errors widened for memory and for few windows. It holds a promotion while the line, carried to the
/// horizon, may pass the margin; it finds harm when slope and level are both far beyond doubt.
/// </remarks>
internal sealed class DriftGuard
{
    private const int LeastWindows = 6;
    private const int LeastToFire = 8;
    private const double FireAt = 3.5;
    private const double HoldAt = 1.645;

    private readonly double margin;
    private readonly int horizon;
    private readonly List<(int Time, double Difference)> points = [];
    private int next;

    /// <summary>Starts a guard.</summary>
    /// <param name="margin">The margin on the compared scale.</param>
    /// <param name="horizon">Windows after warm-up at which the rollout is over.</param>
    public DriftGuard(double margin, int horizon)
    {
        this.margin = margin;
        this.horizon = horizon;
    }

    /// <summary>True while a promotion must wait.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>True when the drift is harm.</summary>
    public bool Fires { get; private set; }

    /// <summary>The fitted change a window; NaN before there is a line.</summary>
    public double Slope { get; private set; } = double.NaN;

    /// <summary>Adds one window's difference; NaN when a side is missing.</summary>
    public void Add(double difference)
    {
        int time = next++;
        if (double.IsFinite(difference)) points.Add((time, difference));
        Update(time);
    }

    private void Update(int now)
    {
        int n = points.Count;
        if (n < LeastWindows || now < LeastWindows - 1)
        {
            Holds = true;
            Fires = false;
            return;
        }

        double meanTime = 0;
        double mean = 0;
        foreach ((int time, double value) in points)
        {
            meanTime += time;
            mean += value;
        }

        meanTime /= n;
        mean /= n;
        double spread = 0;
        double cross = 0;
        foreach ((int time, double value) in points)
        {
            spread += (time - meanTime) * (time - meanTime);
            cross += (time - meanTime) * (value - mean);
        }

        double slope = cross / spread;
        double variance = ResidualVariance(slope, mean, meanTime);
        double widen = 1 + 4.0 / n;
        double slopeError = Math.Sqrt(variance / spread) * widen;
        double level = Level(now);
        Holds = Level(horizon) + HoldAt * Error(horizon) > margin;
        Fires = n >= LeastToFire && slope > FireAt * slopeError && level - margin / 2 > FireAt * Error(now) && level > margin;
        Slope = slope;

        double Level(int at) => mean + slope * (at - meanTime);
        double Error(int at) => Math.Sqrt(variance * (1.0 / n + (at - meanTime) * (at - meanTime) / spread)) * widen;
    }

    private double ResidualVariance(double slope, double mean, double meanTime)
    {
        int n = points.Count;
        double squares = 0;
        double products = 0;
        double last = 0;
        for (int i = 0; i < n; i++)
        {
            double residual = points[i].Difference - mean - slope * (points[i].Time - meanTime);
            squares += residual * residual;
            if (i > 0) products += residual * last;
            last = residual;
        }

        double raw = squares > 0 ? products / squares : 0;
        double memory = Math.Clamp(n > 8 ? (n * raw + 2) / (n - 4) : 0.4, 0, 0.9);
        return squares / (n - 2) * (1 + memory) / (1 - memory);
    }
}
