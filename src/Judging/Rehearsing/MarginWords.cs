using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>A margin as a policy writes it, rounded to what a person would write.</summary>
internal static class MarginWords
{
    /// <summary>A metric's margin: "0.5pp", "10%", "0.001".</summary>
    public static string Of(MetricPolicy metric) => Of(metric, metric.Margin);

    /// <summary>A margin of a metric.</summary>
    public static string Of(MetricPolicy metric, Margin margin)
    {
        if (margin.IsRelative) return Rounded(margin.Value * 100) + "%";
        return metric.Kind == MetricKind.Ratio ? Rounded(margin.Value * 100) + "pp" : Rounded(margin.Value) + (metric.Unit.Length > 0 && metric.Kind != MetricKind.Count ? " " + metric.Unit : "");
    }

    private static string Rounded(double value) => Figures.Number(value, 3);
}
