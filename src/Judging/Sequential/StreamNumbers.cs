using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The numbers of one stream in the metric's unit, for people and for programs.</summary>
internal static class StreamNumbers
{
    private const string Method = "anytime-valid evidence";

    /// <summary>The numbers; of an unresolved quantile there are only the values.</summary>
    public static Comparison Of(SequentialRun run, CanaryPolicy policy, MetricWindows metric, EvidenceStream? stream, int index, WindowPairs pairs)
    {
        (double before, double now, double? exposureBefore, double? exposureNow) = Values(metric, index, pairs);
        double margin = metric.Metric.Margin.At(double.IsFinite(before) ? before : 0);
        if (stream is null)
        {
            return new Comparison
            {
                Name = Name(metric, index), Baseline = before, Canary = now, Difference = now - before, Low = double.NaN, High = double.NaN, Confidence = policy.Confidence,
                Margin = margin, Method = "none: nothing resolves the margin", Windows = pairs.Present.Length, BaselineExposure = exposureBefore, CanaryExposure = exposureNow,
            };
        }

        LastLook look = stream.Look();
        double half = look.HalfWidth(policy.Confidence);
        (double difference, double low, double high) = metric.Metric.Kind == MetricKind.Histogram
            ? (now - before, double.NaN, double.NaN)
            : (Unit(look.Mean), Unit(look.Mean - half), Unit(look.Mean + half));
        if (stream.Sign < 0 && metric.Metric.Kind != MetricKind.Histogram) (difference, low, high) = (-difference, -high, -low);
        if (double.IsNaN(difference)) difference = now - before;
        double left = stream.WindowsLeft(run.HarmThresholdOf(stream), run.SafeThreshold);
        return new Comparison
        {
            Name = stream.Name,
            Baseline = before,
            Canary = now,
            Difference = difference,
            Low = double.IsNaN(low) && metric.Metric.Kind != MetricKind.Histogram ? double.NegativeInfinity : low,
            High = double.IsNaN(high) && metric.Metric.Kind != MetricKind.Histogram ? double.PositiveInfinity : high,
            Confidence = policy.Confidence,
            Margin = margin,
            Method = Method,
            Windows = stream.Windows,
            BaselineExposure = exposureBefore,
            CanaryExposure = exposureNow,
            Evidence = new Evidence(stream.LogHarm, run.HarmThresholdOf(stream), stream.LogSafe, run.SafeThreshold, left,
                stream.CanaryTrials is double trials ? left * trials / Math.Max(1, stream.Windows) : null),
        };

        // A difference of logarithms in the metric's unit, at the baseline's level.
        double Unit(double d) => stream is SeriesStream { IsLog: true } series ? series.Sign * before * (Math.Exp(series.Sign * d) - 1) : d;
    }

    /// <summary>Why a stream cannot be watched, and what to change.</summary>
    public static string Unresolved(MetricWindows metric, int index) => metric.Metric.Kind == MetricKind.Histogram
        ? $"{metric.Metric.Name} {Name(metric, index)}: no bucket bound lies where it could show a change of the margin; add bounds near it, or judge another quantile."
        : $"{metric.Metric.Name}: the margin of {Figures.Percent(metric.Metric.Margin.Value)} of a baseline of 0 is nothing to judge against; give the margin a floor, or make it absolute.";

    private static string Name(MetricWindows metric, int index) => metric.Metric.Kind == MetricKind.Histogram ? HistogramStreams.QuantileName(Quantile(metric, index)) : "value";

    private static double Quantile(MetricWindows metric, int index) => metric.Metric.Quantiles[metric.Metric.Direction == Direction.Either ? index / 2 : index];

    private static (double Before, double Now, double? ExposureBefore, double? ExposureNow) Values(MetricWindows metric, int index, WindowPairs pairs) => (metric.Baseline, metric.Canary) switch
    {
        (RatioWindows b, RatioWindows c) => Pooled(pairs, b.Bad, b.Total, c.Bad, c.Total),
        (CountWindows b, CountWindows c) => Pooled(pairs, b.Events, b.Exposure, c.Events, c.Exposure),
        (SeriesWindows b, SeriesWindows c) => (Median(pairs.Pick(b.Values)), Median(pairs.Pick(c.Values)), null, null),
        (HistogramWindows b, HistogramWindows c) => Quantiles(b, c, Quantile(metric, index), pairs),
        _ => (double.NaN, double.NaN, null, null),
    };

    private static (double, double, double?, double?) Pooled(WindowPairs pairs, double[] be, double[] bt, double[] ce, double[] ct)
    {
        (double b, double n, double c, double m) = (pairs.Sum(be), pairs.Sum(bt), pairs.Sum(ce), pairs.Sum(ct));
        return (b / n, c / m, n, m);
    }

    private static double Median(double[] values) => values.Length == 0 ? double.NaN : SeriesJudge.Median(values);

    private static (double, double, double?, double?) Quantiles(HistogramWindows b, HistogramWindows c, double q, WindowPairs pairs)
    {
        double[] before = b.Pooled(pairs.Present);
        double[] now = c.Pooled(pairs.Present);
        (double n, double m) = (before.Sum(), now.Sum());
        return (n > 0 ? new SurvivalCurve(b.Bounds, before).Quantile(q) : double.NaN, m > 0 ? new SurvivalCurve(b.Bounds, now).Quantile(q) : double.NaN, n, m);
    }
}
