using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The fixed-sample test at the horizon: a mean difference, its standard error and its degrees of freedom.</summary>
/// <param name="Mean">Weighted mean of the windows' differences, on the compared scale.</param>
/// <param name="Error">Its standard error, memory included; NaN when there are too few windows.</param>
/// <param name="Freedom">Degrees of freedom, 2 or more.</param>
/// <param name="Windows">Windows it stands on.</param>
/// <param name="Signs">Of a series that is mostly zero, the windows in which one side alone is not zero; null when they are not looked at.</param>
internal readonly record struct LastLook(double Mean, double Error, double Freedom, int Windows, SignCounts? Signs = null)
{
    private const int LeastWindows = 8;
    private const int LeastForError = 3;
    private const double TightestAt = 20;

    /// <summary>Too few windows for a last look.</summary>
    public static LastLook None => new(double.NaN, double.NaN, 2, 0);

    /// <summary>From windows whose memory is told by an autocorrelation time.</summary>
    public static LastLook From(ReadOnlySpan<WindowDifference> windows, double correlationTime)
    {
        int count = windows.Length;
        if (count < LeastForError) return None;
        (double mean, double squares, double weight) = Moments(windows);
        double variance = squares / weight * count / (count - correlationTime);
        return new LastLook(mean, Math.Sqrt(variance * correlationTime / count), Math.Max(count / correlationTime - 1, 2), count);
    }

    /// <summary>From an estimate that has averaged over memory.</summary>
    public static LastLook From(SeriesEstimate estimate) =>
        estimate.Windows < LeastForError ? None : new LastLook(estimate.Mean, estimate.Error, estimate.Freedom, estimate.Windows);

    /// <summary>From prewhitened windows, whose weights are inverse variances.</summary>
    public static LastLook FromWhitened(ReadOnlySpan<WindowDifference> windows)
    {
        int count = windows.Length;
        if (count < LeastForError) return None;
        (double mean, double squares, double weight) = Moments(windows);
        return new LastLook(mean, Math.Sqrt(squares / (count - 2) / weight), count - 2, count);
    }

    /// <summary>One-sided p-value of no harm: small when the mean is beyond 0, or when there are signs, by twice the smaller of both p-values.</summary>
    public double HarmP()
    {
        double mean = Tail(Mean / Error);
        return Signs is { } signs && Windows >= LeastWindows ? Math.Min(1, 2 * Math.Min(mean, signs.P())) : mean;
    }

    /// <summary>One-sided p-value of harm of the margin: small when the mean is below the margin.</summary>
    public double SafeP(double margin) => Tail((margin - Mean) / Error);

    /// <summary>Half the width of an interval for the mean that holds at every look at once; infinity while there are too few windows.</summary>
    /// <param name="confidence">Its confidence, inside (0, 1).</param>
    /// <remarks>
    /// The normal mixture's confidence sequence (Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon 2021), tuned to be tightest at about twenty windows.
    /// Asymptotic: the variance is estimated. It is shown to people and decides nothing.
    /// </remarks>
    public double HalfWidth(double confidence)
    {
        if (Error == 0) return 0; // every window the same difference
        if (double.IsNaN(Error)) return double.PositiveInfinity;
        double level = -2 * Math.Log(1 - confidence);
        double information = 1 / (Error * Error);
        double tuning = information * TightestAt / Windows / (level + Math.Log(level) + 1);
        return Math.Sqrt((information + tuning) * (Math.Log((information + tuning) / tuning) + level)) / information;
    }

    private double Tail(double t)
    {
        // Without windows there is no test; with no spread at all a test of this kind has nothing to stand on either.
        if (Windows < LeastWindows || double.IsNaN(t) || !(Error > 0)) return 1;
        return StudentT.Upper(t, Freedom);
    }

    private static (double Mean, double Squares, double Weight) Moments(ReadOnlySpan<WindowDifference> windows)
    {
        double weight = 0;
        double sum = 0;
        foreach ((double value, double w) in windows)
        {
            weight += w;
            sum += w * value;
        }

        double mean = sum / weight;
        double squares = 0;
        foreach ((double value, double w) in windows) squares += w * (value - mean) * (value - mean);
        return (mean, squares, weight);
    }
}
