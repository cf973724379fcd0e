using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Counts: pooled events over pooled exposure, and the score interval of the difference of rates.</summary>
internal static class CountJudge
{
    /// <summary>Judges the difference against the margin at the baseline's rate.</summary>
    public static Judgement Judge(MetricWindows metric, CountWindows baseline, CountWindows canary, WindowPairs pairs, double confidence)
    {
        double baselineExposure = pairs.Sum(baseline.Exposure), canaryExposure = pairs.Sum(canary.Exposure);
        if (baselineExposure <= 0 || canaryExposure <= 0) return DataCheck.Missing(metric, $"{metric.Metric.Name}: no exposure on the {(canaryExposure <= 0 ? "canary" : "baseline")} in {pairs.Present.Length} windows.");
        RateCounts b = new(pairs.Sum(baseline.Events), baselineExposure), c = new(pairs.Sum(canary.Events), canaryExposure);
        EstimateInterval interval = RateDifference.Interval(c, b, confidence);
        Comparison comparison = new()
        {
            Name = "rate",
            Baseline = b.Rate,
            Canary = c.Rate,
            Difference = interval.Estimate,
            Low = interval.Lower,
            High = interval.Upper,
            Confidence = confidence,
            Margin = metric.Metric.Margin.At(b.Rate),
            Method = "score interval of the rates' difference",
            P = RateDifference.Test(c, b, 0, Alternative.TwoSided).P,
            Windows = pairs.Present.Length,
            BaselineExposure = b.Exposure,
            CanaryExposure = c.Exposure,
        };
        return IntervalJudgement.Of(metric, comparison, canDecide: true);
    }
}
