using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Judges one metric by a single look at all windows after warm-up: an interval of the difference against the margin.</summary>
/// <remarks>
/// Its error rate holds for one look, and for windows and events that do not depend on each other. Polled at every window, or with errors that come in bursts,
/// it errs more often than its confidence says.
/// Per kind: series by Hodges-Lehmann and Mann-Whitney, ratios by Miettinen-Nurminen on pooled counts, counts by the score interval of the rates' difference,
/// histograms by the share of observations beyond a bucket bound.
/// </remarks>
public static class FixedJudge
{
    /// <summary>Judges one metric.</summary>
    /// <param name="metric">Its windows; the kinds of both sides and of the history are the metric's.</param>
    /// <param name="policy">The rules: warm-up and confidence.</param>
    /// <returns>Pass, Fail or Inconclusive with the numbers; NoData, Error or Inconclusive with what is missing. Missing windows are never a pass.</returns>
    /// <exception cref="ArgumentException">The windows are not of one kind.</exception>
    public static Judgement Judge(MetricWindows metric, CanaryPolicy policy)
    {
        WindowPairs pairs = WindowPairs.Of(metric, policy);
        if (DataCheck.Judge(metric, policy, pairs) is { } insufficient) return insufficient;
        return (metric.Baseline, metric.Canary, metric.History) switch
        {
            (SeriesWindows b, SeriesWindows c, SeriesWindows) => SeriesJudge.Judge(metric, b, c, pairs, policy.Confidence),
            (RatioWindows b, RatioWindows c, RatioWindows) => RatioJudge.Judge(metric, b, c, pairs, policy.Confidence),
            (CountWindows b, CountWindows c, CountWindows) => CountJudge.Judge(metric, b, c, pairs, policy.Confidence),
            (HistogramWindows b, HistogramWindows c, HistogramWindows h) => HistogramJudge.Judge(metric, b, c, h, pairs, policy.Confidence),
            _ => throw new ArgumentException($"{metric.Metric.Name}: the windows of both sides and the history must be of one kind.", nameof(metric)),
        };
    }
}
