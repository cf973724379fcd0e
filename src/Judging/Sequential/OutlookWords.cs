using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Says in a sentence that a metric cannot be decided within the horizon, and what would let it be.</summary>
internal static class OutlookWords
{
    /// <summary>What follows the metric's state, without a full stop.</summary>
    /// <param name="outlook">The outlook.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="metric">The metric's rules.</param>
    /// <param name="numbers">Its numbers.</param>
    public static string Of(Outlook outlook, CanaryPolicy policy, MetricPolicy metric, Comparison numbers)
    {
        List<string> ways = [];
        if (outlook.Windows <= PolicyLimits.Windows) ways.Add($"a horizon of about {Figures.Number(Rounded(outlook.Windows), 3)} windows");
        ways.Add($"a margin of about {Margin(metric, numbers, outlook.MarginFactor)}");
        if (outlook.CanaryExposure is double exposure) ways.Add($"about {Figures.Number(Rounded(exposure), 2)} canary {(metric.Kind == MetricKind.Count ? "exposure" : Rounded(exposure) == 1 ? "request" : "requests")} a window instead of {Figures.Number(numbers.CanaryExposure!.Value / Math.Max(1, numbers.Windows), 2)}");
        string or = ways.Count == 1 ? ways[0] : string.Join(", ", ways[..^1]) + " or " + ways[^1];
        return $"even a healthy canary will probably not be clear of it within the horizon of {Counted.Of(policy.Horizon, "window")}, at this {(metric.Kind == MetricKind.Series ? "noise" : "traffic")}: {or} would decide it";
    }

    private static string Margin(MetricPolicy metric, Comparison numbers, double factor) => metric.Margin.IsRelative
        ? Figures.Percent(Rounded(metric.Margin.Value * factor * 100) / 100)
        : Figures.Of(metric).Margin(Rounded(numbers.Margin * factor));

    // Upwards to two digits: it is an estimate, and less would not do.
    private static double Rounded(double value)
    {
        if (!(value > 0) || !double.IsFinite(value)) return value;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Ceiling(value / unit - 1e-9) * unit;
    }
}
