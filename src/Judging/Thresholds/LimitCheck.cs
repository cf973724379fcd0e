using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Thresholds;

/// <summary>One check: both sides over some windows against the margin and the limit.</summary>
/// <param name="Outcome">Fail when anything is beyond a limit, Pass when all is within, Inconclusive when a value lies above all bucket bounds and the rest is within.</param>
/// <param name="Numbers">One comparison a quantile, else one.</param>
/// <param name="Deciding">The comparison that decided: the first that failed, else the first that is unclear, else the first.</param>
/// <param name="Against">What it was held against, and how: "beyond the margin of 0.5 points".</param>
/// <param name="Windows">The windows, rising.</param>
internal sealed record LimitCheck(JudgementOutcome Outcome, IReadOnlyList<Comparison> Numbers, int Deciding, string Against, int[] Windows)
{
    // Sums and quotients round: what is beyond a limit by less than this share is on it.
    private const double Rounding = 1e-12;

    /// <summary>Checks windows in which both sides are present.</summary>
    public static LimitCheck Of(MetricWindows metric, int[] windows)
    {
        double[] quantiles = metric.Metric.Kind == MetricKind.Histogram ? [.. metric.Metric.Quantiles] : [double.NaN];
        var checks = Array.ConvertAll(quantiles, q => One(metric, q, windows));
        int deciding = Array.FindIndex(checks, c => c.Outcome == JudgementOutcome.Fail);
        if (deciding < 0) deciding = Math.Max(0, Array.FindIndex(checks, c => c.Outcome != JudgementOutcome.Pass));
        return new(checks[deciding].Outcome, Array.ConvertAll(checks, c => c.Numbers), deciding, checks[deciding].Against, windows);
    }

    private static (JudgementOutcome Outcome, Comparison Numbers, string Against) One(MetricWindows metric, double quantile, int[] windows)
    {
        MetricPolicy rules = metric.Metric;
        PooledValue b = PooledValue.Of(metric.Baseline, quantile, windows), c = PooledValue.Of(metric.Canary, quantile, windows);
        double margin = double.IsFinite(b.Value) ? rules.Margin.At(b.Value) : double.NaN;
        bool isSeries = rules.Kind == MetricKind.Series;
        Comparison numbers = new()
        {
            Name = NameOf(rules, quantile),
            Baseline = b.Value,
            Canary = c.Value,
            Difference = c.Value - b.Value,
            Low = double.NaN,
            High = double.NaN,
            Confidence = double.NaN,
            Margin = margin,
            Method = rules.Kind == MetricKind.Series ? "means" : "summed counts",
            Windows = windows.Length,
            BaselineExposure = isSeries ? null : b.Exposure,
            CanaryExposure = isSeries ? null : c.Exposure,
        };
        (JudgementOutcome outcome, string against) = Decide(rules, b, c, margin);
        return (outcome, numbers, against);
    }

    private static (JudgementOutcome Outcome, string Against) Decide(MetricPolicy rules, PooledValue b, PooledValue c, double margin)
    {
        Figures figures = Figures.Of(rules);
        if (!double.IsFinite(b.Value) || !double.IsFinite(c.Value)) return (JudgementOutcome.Inconclusive, "which is no number to hold against anything");
        double above = c.IsLeast ? double.PositiveInfinity : c.Value, baselineAbove = b.IsLeast ? double.PositiveInfinity : b.Value;
        bool up = rules.Direction != Direction.Decrease, down = rules.Direction != Direction.Increase;
        if (rules.Limit is { } limit)
        {
            if (up ? IsMore(c.Value, limit) : IsMore(limit, above)) return (JudgementOutcome.Fail, $"{(up ? "above" : "below")} the limit of {figures.Value(limit)}");
            if (up && IsMore(above, limit)) return (JudgementOutcome.Inconclusive, Unseen(figures, c.Value));
        }

        string margins = $"the margin of {figures.Margin(margin)}{(margin == 0 ? ", which is a share of 0: give it a floor" : "")}";
        if ((up && IsMore(c.Value, baselineAbove + margin)) || (down && IsMore(b.Value, above + margin))) return (JudgementOutcome.Fail, $"beyond {margins}");
        if ((up && IsMore(above, b.Value + margin)) || (down && IsMore(baselineAbove, c.Value + margin))) return (JudgementOutcome.Inconclusive, Unseen(figures, Math.Max(b.Value, c.Value)));
        return (JudgementOutcome.Pass, $"within {margins}");
    }

    private static string Unseen(Figures figures, double bound) => $"above the highest bucket bound {figures.Value(bound)}, where no limit shows; add higher bounds";

    private static bool IsMore(double value, double than) => value > than + Rounding * Math.Max(Math.Abs(value), Math.Abs(than)) || (double.IsPositiveInfinity(value) && double.IsFinite(than));

    private static string NameOf(MetricPolicy rules, double quantile) => rules.Kind switch
    {
        MetricKind.Ratio => "share",
        MetricKind.Count => "rate",
        MetricKind.Histogram => "p" + Figures.Number(quantile * 100, 6),
        _ => "value",
    };
}
