using CanaryJudge.Statistics;

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
    private const double WidenAlone = 4;
    private const double WidenTold = 2;
    private const double MemoryAlone = 0.4;
    private const double WindowsAlone = 8;

    private readonly double margin;
    private readonly int horizon;
    private readonly SeriesPrior? prior;
    private readonly bool ahead;

    /// <summary>Starts a guard.</summary>
    /// <param name="margin">The margin on the compared scale.</param>
    /// <param name="horizon">Windows after warm-up at which the rollout is over.</param>
    /// <param name="prior">What the history says of the memory; null to estimate it from the windows alone.</param>
    /// <param name="ahead">True when a line that passes the margin by the horizon beyond doubt is harm; false when its level now must be beyond the margin.</param>
    public DriftGuard(double margin, int horizon, SeriesPrior? prior = null, bool ahead = false)
    {
        this.margin = margin;
        this.horizon = horizon;
        this.prior = prior;
        this.ahead = ahead;
    }

    /// <summary>True while a promotion must wait.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>True when the drift is harm.</summary>
    public bool Fires { get; private set; }

    /// <summary>The fitted change a window; NaN before there is a line.</summary>
    public double Slope { get; private set; } = double.NaN;

    /// <summary>Looks at the windows so far.</summary>
    /// <param name="differences">One difference a window; NaN when a side is missing.</param>
    public void Look(ReadOnlySpan<double> differences)
    {
        int now = differences.Length - 1;
        int n = 0;
        foreach (double value in differences)
        {
            if (!double.IsNaN(value)) n++;
        }

        if (n < LeastWindows || now < LeastWindows - 1)
        {
            Holds = true;
            Fires = false;
            return;
        }

        double meanTime = 0;
        double mean = 0;
        for (int time = 0; time <= now; time++)
        {
            if (double.IsNaN(differences[time])) continue;
            meanTime += time;
            mean += differences[time];
        }

        meanTime /= n;
        mean /= n;
        double spread = 0;
        double cross = 0;
        for (int time = 0; time <= now; time++)
        {
            if (double.IsNaN(differences[time])) continue;
            spread += (time - meanTime) * (time - meanTime);
            cross += (time - meanTime) * (differences[time] - mean);
        }

        double slope = cross / spread;
        double variance = ResidualVariance(differences, n, slope, mean, meanTime);
        double widen = 1 + (prior is null ? WidenAlone : WidenTold) / n;
        double slopeError = Math.Sqrt(variance / spread) * widen;
        double level = Level(now);
        Holds = Level(horizon) + HoldAt * Error(horizon) > margin;
        bool passes = level > margin || (ahead && Level(horizon) - FireAt * Error(horizon) > margin);
        Fires = n >= LeastToFire && slope > FireAt * slopeError && level - margin / 2 > FireAt * Error(now) && passes;
        Slope = slope;

        double Level(int at) => mean + slope * (at - meanTime);
        double Error(int at) => Math.Sqrt(variance * (1.0 / n + (at - meanTime) * (at - meanTime) / spread)) * widen;
    }

    private double ResidualVariance(ReadOnlySpan<double> differences, int n, double slope, double mean, double meanTime)
    {
        double squares = 0;
        double products = 0;
        double last = 0;
        for (int time = 0; time < differences.Length; time++)
        {
            if (double.IsNaN(differences[time])) continue;
            double residual = differences[time] - mean - slope * (time - meanTime);
            squares += residual * residual;
            products += residual * last; // 0 for the first
            last = residual;
        }

        double raw = squares > 0 ? products / squares : 0;
        double memory = Memory(n, raw);
        return squares / (n - 2) * (1 + memory) / (1 - memory);
    }

    private double Memory(int n, double raw)
    {
        if (prior is not SeriesPrior told) return Math.Clamp(n > 8 ? (n * raw + 2) / (n - 4) : MemoryAlone, 0, 0.9);
        (double correlation, double windows) = told.HasHistory ? (told.Correlation, told.CorrelationWindows) : (MemoryAlone, WindowsAlone);
        double corrected = Math.Clamp((n * raw + 2) / Math.Max(n - 4, 2), -0.2, 0.9);
        return Math.Clamp((n * corrected + windows * correlation) / (n + windows), 0, 0.9);
    }
}
