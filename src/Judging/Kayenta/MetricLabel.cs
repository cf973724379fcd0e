using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>One label of Kayenta's classifier with its numbers.</summary>
/// <param name="Result">The label.</param>
/// <param name="Numbers">The means of the windows' values, and the shift with its interval.</param>
/// <param name="Sentence">Why, for people.</param>
internal sealed record MetricLabel(KayentaResult Result, Comparison Numbers, string Sentence)
{
    /// <summary>Labels the values of some windows, one value a window and side.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="quantile">For a histogram the quantile; else NaN.</param>
    /// <param name="windows">The windows in which both sides are present.</param>
    public static MetricLabel Of(MetricWindows metric, double quantile, int[] windows)
    {
        MetricPolicy rules = metric.Metric;
        double[] baseline = Values(metric.Baseline, quantile, windows), canary = Values(metric.Canary, quantile, windows);
        KayentaResult result = Classify(rules, canary, baseline);
        double before = Mean(baseline), now = Mean(canary);
        bool isSeries = rules.Kind == MetricKind.Series, hasInterval = result.Class != KayentaClass.NoData;
        Comparison numbers = new()
        {
            Name = rules.Kind switch { MetricKind.Ratio => "share", MetricKind.Count => "rate", MetricKind.Histogram => "p" + Figures.Number(quantile * 100, 6), _ => "value" },
            Baseline = before,
            Canary = now,
            Difference = hasInterval ? result.Shift : double.NaN,
            Low = hasInterval ? result.Lower : double.NaN,
            High = hasInterval ? result.Upper : double.NaN,
            Confidence = KayentaRules.Default.Level,
            Margin = double.IsFinite(before) ? rules.Margin.At(before) : double.NaN,
            Method = "Kayenta's Mann-Whitney interval of windows",
            Windows = Math.Min(baseline.Length, canary.Length),
            BaselineExposure = isSeries ? null : PooledValue.Of(metric.Baseline, quantile, windows).Exposure,
            CanaryExposure = isSeries ? null : PooledValue.Of(metric.Canary, quantile, windows).Exposure,
        };
        return new(result, numbers, $"{IntervalJudgement.Moved(rules.Kind == MetricKind.Histogram ? $"{rules.Name} {numbers.Name}" : rules.Name, Figures.Of(rules), numbers)}: {Said(result)}.");
    }

    // A rise from nothing is beyond any ratio; Kayenta takes the ratio for 1 there, and would let it pass.
    private static KayentaResult Classify(MetricPolicy rules, double[] canary, double[] baseline)
    {
        EffectLimits effect = rules.EffectSize;
        KayentaRules asked = KayentaRules.Default with
        {
            Direction = rules.Direction switch { Direction.Increase => KayentaDirection.Increase, Direction.Decrease => KayentaDirection.Decrease, _ => KayentaDirection.Either },
            AllowedIncrease = effect.AllowedIncrease,
            AllowedDecrease = effect.AllowedDecrease,
            CriticalIncrease = effect.CriticalIncrease,
            CriticalDecrease = effect.CriticalDecrease,
        };
        KayentaResult result = KayentaClassifier.Classify(canary, baseline, asked);
        return result.ZeroBaseline ? KayentaClassifier.Classify(canary, baseline, KayentaRules.Default with { Direction = asked.Direction }) : result;
    }

    private static string Said(KayentaResult result)
    {
        string ratio = result.ZeroBaseline ? "the baseline's mean is 0" : $"the ratio of means is {Figures.Number(result.Deviation, 4)}";
        return result.Class switch
        {
            KayentaClass.High => $"High, {ratio}",
            KayentaClass.Low => $"Low, {ratio}",
            _ => $"no change that counts, {ratio}",
        };
    }

    private static double[] Values(SideWindows side, double quantile, int[] windows) =>
        Array.FindAll(Array.ConvertAll(windows, k => PooledValue.Of(side, quantile, k).Value), double.IsFinite);

    private static double Mean(double[] values) => PooledValue.Of(new SeriesWindows(values), double.NaN, [.. Enumerable.Range(0, values.Length)]).Value;
}
