using System.Globalization;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;
using Spectre.Console;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>A forecast for people: a line a metric, and what a healthy rollout takes.</summary>
internal static class PlanText
{
    private const int NameWidth = 19;

    /// <summary>Writes it within 80 columns.</summary>
    public static void Write(IAnsiConsole console, FoundPast found, Forecast forecast)
    {
        RehearsalHead.Write(console, found, forecast.Settings, forecast.Healthy.Promoted.Of);
        Table table = new() { Border = TableBorder.None };
        table.AddColumn(RehearsalHead.Column("Metric", NameWidth, Justify.Left));
        foreach ((string title, int width) in new[] { ("Level", 8), ("requests", 8), ("noise", 6), ("Margin", 8), ("passes", 6), ("after", 5), ("harm seen", 13) })
            table.AddColumn(RehearsalHead.Column(title, width, Justify.Right, gap: title == "harm seen" ? 0 : 1));
        foreach (MetricForecast metric in forecast.Metrics) Row(table, metric);
        console.Write(table);
        Sentences.Write(console, $"requests: the canary's in a window, at its share of the traffic. passes, after: a healthy canary within the horizon, and the windows that half of them take. harm seen: the smallest that is rolled back within the horizon in four of five.");
        console.WriteLine();
        Sentences.Write(console, Summary(forecast));
        if (forecast.Healthy.Open > 0 && RehearsalHead.AtHorizon(forecast.Past.Policy, forecast.Healthy) is { Length: > 0 } then) Sentences.Write(console, $"{(forecast.Healthy.Open == 1 ? "1 was" : $"{forecast.Healthy.Open} were")} left undecided{then}.");
        Sentences.Suggestions(console, forecast.Suggestions, "Every metric can be decided within the horizon.");
    }

    /// <summary>The smallest harm that is seen, in the metric's unit at the level of its past; null when there is none or no level.</summary>
    public static double? SmallestHarm(MetricForecast metric) => metric.SmallestHarm is { } margins && double.IsFinite(metric.Figures.Level)
        ? margins * metric.Past.Metric.Margin.At(metric.Figures.Level)
        : null;

    private static void Row(Table table, MetricForecast metric)
    {
        MetricPolicy rules = metric.Past.Metric;
        string name = rules.Kind == MetricKind.Histogram ? $"{rules.Name} {metric.Figures.Name}" : rules.Name;
        double margin = double.IsFinite(metric.Figures.Level) ? rules.Margin.At(metric.Figures.Level) : rules.Margin.Value;
        double? harm = SmallestHarm(metric);
        Scale differences = Scale.ForDifferences(rules, margin, harm ?? margin);
        table.AddRow(
            new Text(RehearsalHead.Cut(name, NameWidth)),
            new Text(Scale.ForValues(rules, metric.Figures.Level).Value(metric.Figures.Level)),
            new Text(metric.Figures.CanaryExposure is { } exposure ? Short(exposure) : Scale.None),
            new Text(Noise(metric)),
            new Text(differences.Value(margin)),
            new Text(Shares.Percent(metric.Healthy.Promoted.Share)),
            new Text(Shares.Median(metric.Healthy.Promoted)),
            new Text(harm is { } seen ? differences.Signed(rules.Direction == Direction.Decrease ? -seen : seen) : "none"));
    }

    private static string Noise(MetricForecast metric)
    {
        double noise = metric.Figures.Noise;
        if (double.IsNaN(noise)) return Scale.None;
        MetricPolicy rules = metric.Past.Metric;
        if (rules.Kind != MetricKind.Series) return noise.ToString("0.0", CultureInfo.InvariantCulture) + "x";
        return rules.Margin.IsRelative && metric.Figures.Level > 0 ? (noise * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%" : Scale.ForDifferences(rules, noise).Value(noise);
    }

    private static string Short(double number) => number switch
    {
        >= 1e6 => (number / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (number / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        >= 10 => number.ToString("0", CultureInfo.InvariantCulture),
        _ => number.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string Summary(Forecast forecast)
    {
        Chances promoted = forecast.Healthy.Promoted;
        CanaryPolicy policy = forecast.Past.Policy;
        if (promoted.Times == 0) return $"No healthy canary is promoted within the horizon of {Counted.Of(policy.Horizon, "window")} ({After(policy.Horizon)}).";
        string half = promoted.Within(0.5) is { } median ? $", half of them all within {Counted.Of(median, "window")} ({After(median)})" : "";
        string most = promoted.Within(0.9) is { } nine ? $", nine of ten within {nine} ({After(nine)})" : "";
        return $"A healthy canary is promoted within the horizon in {promoted.Times} of {promoted.Of} rehearsals{half}{most}.";

        string After(int windows) => DurationText.Format(policy.Interval * windows);
    }
}
