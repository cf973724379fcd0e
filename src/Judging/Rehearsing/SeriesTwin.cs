using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>A second side for a series that has one: the baseline's own windows, moved by a noise that has the size, the outliers and the memory of the baseline's steps.</summary>
/// <remarks>
/// Steps from window to window are noise; what is slower (a daily curve, a deploy) moves both sides of a rollout. The noise is an autoregression whose innovations are steps of the past
/// in random order, and the sides differ by two such noises. Noise that real sides share, and that pairing would remove, counts fully; memory of more than a window does not count.
/// A series that is mostly zero has no level to move: its other side is the same series at another time.
/// </remarks>
internal sealed class SeriesTwin
{
    private const double MostlyZero = 0.3;
    private const double MostMemory = 0.95;
    private const int BurnIn = 50;

    private readonly double[] values;
    private readonly bool isFactor;
    private readonly bool isPositive;
    private readonly bool isShifted;
    private readonly double[] innovations;
    private readonly double memory;

    /// <summary>Learns the noise from a metric's past.</summary>
    public SeriesTwin(PastWindows past)
    {
        values = ((SeriesWindows)past.Baseline).Values;
        double[] present = [.. values.Where(double.IsFinite)];
        isPositive = present.All(v => v >= 0);
        isFactor = past.Metric.Margin.IsRelative && present.All(v => v > 0);
        isShifted = present.Count(v => v == 0) >= MostlyZero * present.Length;
        List<(double Step, bool Follows)> steps = Steps(values, isFactor);
        (innovations, memory) = steps.Count == 0 ? ([0], 0) : Noise(steps);
        Deviation = Math.Sqrt(innovations.Average(i => i * i) / (1 - memory * memory));
    }

    /// <summary>Standard deviation of one side's noise: a share of the value for relative margins, else in the metric's unit.</summary>
    public double Deviation { get; }

    /// <summary>Correlation of the noise of neighbouring windows, in [0, 0.95].</summary>
    public double Memory => memory;

    /// <summary>True when the noise multiplies the value.</summary>
    public bool IsFactor => isFactor;

    /// <summary>The second side.</summary>
    /// <param name="places">The windows of the rollout, as places of the past.</param>
    /// <param name="draw">The random numbers.</param>
    /// <returns>A value a window; missing where the baseline is.</returns>
    public double[] Values(ReadOnlySpan<int> places, Draw draw)
    {
        double[] twin = new double[places.Length];
        if (isShifted)
        {
            int shift = 1 + draw.Whole(values.Length - 1);
            for (int k = 0; k < twin.Length; k++) twin[k] = double.IsNaN(values[places[k]]) ? double.NaN : values[(places[k] + shift) % values.Length];
            return twin;
        }

        double one = 0, other = 0;
        for (int k = -BurnIn; k < twin.Length; k++)
        {
            one = memory * one + innovations[draw.Whole(innovations.Length)];
            other = memory * other + innovations[draw.Whole(innovations.Length)];
            if (k < 0) continue;
            double value = isFactor ? values[places[k]] * Math.Exp(one - other) : values[places[k]] + one - other;
            twin[k] = isPositive ? Math.Max(value, 0) : value;
        }

        return twin;
    }

    private static List<(double Step, bool Follows)> Steps(double[] values, bool isFactor)
    {
        List<(double, bool)> steps = [];
        for (int k = 1; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]) || !double.IsFinite(values[k - 1])) continue;
            steps.Add((isFactor ? Math.Log(values[k] / values[k - 1]) : values[k] - values[k - 1], k > 1 && double.IsFinite(values[k - 2])));
        }

        return steps;
    }

    // Steps of an autoregression with memory r have lag-one correlation (r - 1)/2, and variance 2/(1 + r) of its innovations'. One jump does not decide: steps are cut for the memory.
    private static (double[] Innovations, double Memory) Noise(List<(double Step, bool Follows)> steps)
    {
        double mean = steps.Average(s => s.Step), cut = 3 * Math.Sqrt(steps.Average(s => (s.Step - mean) * (s.Step - mean)));
        double products = 0, squares = 0, last = 0;
        int pairs = 0;
        foreach ((double step, bool follows) in steps)
        {
            double now = Math.Clamp(step - mean, -cut, cut);
            squares += now * now;
            if (follows)
            {
                products += now * last;
                pairs++;
            }

            last = now;
        }

        double found = pairs > 0 && squares > 0 ? Math.Clamp(1 + 2 * (products / pairs) / (squares / steps.Count), 0, MostMemory) : 0;
        return ([.. steps.Select(s => (s.Step - mean) * Math.Sqrt((1 + found) / 2))], found);
    }
}
