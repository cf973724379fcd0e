using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a metric usually is, typed by a person.</summary>
/// <param name="Level">Of a ratio its share, inside (0, 1); of a count its events a unit of exposure, above 0; of a histogram its highest judged quantile, above 0; of a series its value: finite, above 0 with a relative margin.</param>
/// <param name="Requests">Requests (exposure) a window of the whole service, 1 to 1e9; a series has none.</param>
/// <param name="Noise">Of counts the variance as a multiple of chance's, 1 to 1000; of a series the standard deviation of a window, a share of the value with a relative margin, else in its unit: above 0, a share below 1.</param>
public sealed record TypicalLevel(double Level, double Requests, double Noise)
{
    private const double MostRequests = 1e9;
    private const double MostNoise = 1000;

    /// <summary>What is wrong with it for a metric; nothing when it is sound.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Sentences with their remedies.</returns>
    public IEnumerable<string> Faults(MetricPolicy metric)
    {
        bool isSeries = metric.Kind == MetricKind.Series, isShare = isSeries && metric.Margin.IsRelative;
        if (metric.Kind == MetricKind.Ratio && Level is not (> 0 and < 1)) yield return $"{metric.Name}: a level of {Level:R} is no share. Write 1% or 0.01, above 0 and below 100%.";
        else if (!double.IsFinite(Level) || ((!isSeries || isShare) && Level <= 0)) yield return $"{metric.Name}: a level of {Level:R} is out of range. Write a finite number above 0.";
        if (!isSeries && Requests is not (>= 1 and <= MostRequests)) yield return $"{metric.Name}: {Requests:R} requests a window are out of range. Write 1 to 1000000000.";
        if (isSeries && (!double.IsFinite(Noise) || Noise <= 0 || (isShare && Noise >= 1))) yield return $"{metric.Name}: a noise of {Noise:R} is out of range. Write the standard deviation of a window: {(isShare ? "2% or 0.02, below 100%" : "a number in the metric's unit, above 0")}.";
        if (!isSeries && Noise is not (>= 1 and <= MostNoise)) yield return $"{metric.Name}: a noise of {Noise:R} is out of range. Write how many times the variance of chance it is, 1 to 1000.";
    }
}
