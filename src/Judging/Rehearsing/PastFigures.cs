using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a metric's past amounts to in a few numbers.</summary>
/// <param name="Name">What the level is of: "share", "rate", "value", or the highest judged quantile such as "p99".</param>
/// <param name="Level">The pooled share or rate, the median of a series, or that quantile; NaN without data, infinity above the highest bucket bound.</param>
/// <param name="CanaryExposure">The canary's trials (requests, or exposure) a window; null for a series.</param>
/// <param name="Noise">Of counts the variance beyond chance, as a multiple of chance's (1 is chance alone); of a series the standard deviation of a window, a share of the value for relative margins, else in its unit. NaN without data.</param>
/// <param name="MissingShare">Share of the windows without data, in [0, 1].</param>
public sealed record PastFigures(string Name, double Level, double? CanaryExposure, double Noise, double MissingShare)
{
    /// <summary>Reads them off a past.</summary>
    /// <param name="past">The metric's past.</param>
    /// <param name="share">The canary's share of the traffic; not used where there is another side.</param>
    public static PastFigures Of(PastWindows past, double share) => past.Baseline switch
    {
        RatioWindows r => Counts("share", past, r.Bad, r.Total, (past.Other as RatioWindows)?.Total, share),
        CountWindows c => Counts("rate", past, c.Events, c.Exposure, (past.Other as CountWindows)?.Exposure, share),
        HistogramWindows h => Histogram(past, h, share),
        SeriesWindows s => Series(past, s),
        _ => throw new ArgumentException($"Unknown windows {past.Baseline.GetType().Name}.", nameof(past)),
    };

    private static PastFigures Counts(string name, PastWindows past, double[] events, double[] trials, double[]? others, double share)
    {
        CountNoise noise = CountNoise.Of(past.Metric.Kind, events, trials);
        return new PastFigures(name, noise.Rate, others is null ? share * Mean(trials) : Mean(others), noise.Dispersion, past.MissingShare);
    }

    private static PastFigures Histogram(PastWindows past, HistogramWindows windows, double share)
    {
        double quantile = past.Metric.Quantiles[^1];
        (double[] events, double[] trials, _) = TailCounts.Of(windows, quantile);
        double[] sums = windows.PooledAll();
        double level = sums.Sum() > 0 ? new SurvivalCurve(windows.Bounds, sums).Quantile(quantile) : double.NaN;
        double[]? others = past.Other is HistogramWindows other ? [.. Enumerable.Range(0, other.Count).Select(other.Total)] : null;
        return new PastFigures(HistogramStreams.QuantileName(quantile), level, others is null ? share * Mean(trials) : Mean(others), CountNoise.Of(MetricKind.Histogram, events, trials).Dispersion, past.MissingShare);
    }

    private static PastFigures Series(PastWindows past, SeriesWindows series)
    {
        double[] present = [.. series.Values.Where(double.IsFinite)];
        return new PastFigures("value", present.Length == 0 ? double.NaN : SeriesJudge.Median(present), null, new SeriesTwin(past).Deviation, past.MissingShare);
    }

    private static double Mean(double[] values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
