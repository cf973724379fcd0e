using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Ratios: pooled counts, and the Miettinen-Nurminen interval of the difference of shares.</summary>
internal static class RatioJudge
{
    /// <summary>Judges the difference against the margin at the baseline's pooled share.</summary>
    public static Judgement Judge(MetricWindows metric, RatioWindows baseline, RatioWindows canary, WindowPairs pairs, double confidence)
    {
        double baselineTotal = pairs.Sum(baseline.Total), canaryTotal = pairs.Sum(canary.Total);
        if (baselineTotal < 1 || canaryTotal < 1) return DataCheck.Missing(metric, $"{metric.Metric.Name}: less than one event on the {(canaryTotal < 1 ? "canary" : "baseline")} in {pairs.Present.Length} windows.");
        RatioCounts b = new(Math.Min(pairs.Sum(baseline.Bad), baselineTotal), baselineTotal), c = new(Math.Min(pairs.Sum(canary.Bad), canaryTotal), canaryTotal);
        EstimateInterval interval = MiettinenNurminen.Interval(c, b, confidence);
        Comparison comparison = new()
        {
            Name = "share",
            Baseline = b.Share,
            Canary = c.Share,
            Difference = interval.Estimate,
            Low = interval.Lower,
            High = interval.Upper,
            Confidence = confidence,
            Margin = metric.Metric.Margin.At(b.Share),
            Method = "Miettinen-Nurminen",
            P = MiettinenNurminen.Test(c, b, 0, Alternative.TwoSided).P,
            Windows = pairs.Present.Length,
            BaselineExposure = b.Trials,
            CanaryExposure = c.Trials,
        };
        Judgement judgement = IntervalJudgement.Of(metric, comparison, canDecide: true);

        // The total exists (it was pooled), so these are of the bad term: right for a service without errors, and a trap when a name is misspelt.
        bool neverBad = metric.Faults.Where(f => f.Kind == FaultKind.NoSeries).Select(f => f.Side).Distinct().Count() == 2;
        return neverBad ? judgement with { Reason = judgement.Reason + " No series of bad events exists on either side; they were read as 0." } : judgement;
    }
}
