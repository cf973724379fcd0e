using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Makes a past of the numbers that were typed.</summary>
internal static class TypedPast
{
    /// <summary>Makes it.</summary>
    /// <param name="inputs">The command line, with <see cref="PastInputs.Typed"/>.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="document">The policy's file.</param>
    /// <exception cref="PastFailedException">A metric has no number, or one that cannot be.</exception>
    public static FoundPast Of(PastInputs inputs, CanaryPolicy policy, string document)
    {
        TypedNumbers typed = inputs.Typed!;
        List<string> faults = [.. typed.Names.Where(name => policy.Metrics.All(metric => metric.Name != name)).Distinct().Select(name => $"{name}: the policy has no such metric; it has {string.Join(", ", policy.Metrics.Select(metric => metric.Name))}.")];
        List<TypicalLevel> levels = [];
        foreach (MetricPolicy metric in policy.Metrics)
        {
            bool isSeries = metric.Kind == MetricKind.Series;
            double? level = typed.LevelOf(metric.Name), requests = typed.RequestsOf(metric.Name), noise = typed.NoiseOf(metric.Name);
            if (level is null) faults.Add($"{metric.Name}: what is its level? Write --level {metric.Name}={Example(metric)}.");
            if (requests is null && !isSeries) faults.Add($"{metric.Name}: how many requests has a window of {policy.Interval.TotalSeconds:0.###} s, of the whole service? Write --requests 20000.");
            if (noise is null && isSeries) faults.Add($"{metric.Name}: how much does it vary from window to window? Write --noise {metric.Name}={(metric.Margin.IsRelative ? "2%" : $"{metric.Margin.Value / 2:R}")}.");
            if (level is { } l && (requests ?? (isSeries ? 1 : null)) is { } r && (noise ?? (isSeries ? null : 1)) is { } n)
            {
                TypicalLevel one = new(l, r, n);
                faults.AddRange(one.Faults(metric));
                levels.Add(one);
            }
        }

        if (faults.Count > 0) throw new PastFailedException(document, [.. faults.Select(fault => new Violation("", fault, ""))]);
        return new FoundPast(
            TypicalPast.Of(policy, levels, inputs.Settings.Seed), "made of the typed numbers: chance and the stated noise, no memory, no daily course", "",
            $"The canary gets {inputs.Settings.Share * 100:0.##} % of the requests; a series its own noise.", null, null);
    }

    private static string Example(MetricPolicy metric) => metric.Kind switch
    {
        MetricKind.Ratio => "1%",
        MetricKind.Histogram => $"0.25 for its p{metric.Quantiles[^1] * 100:0.###}",
        MetricKind.Count => "0.001 for each unit of exposure",
        _ => "480",
    };
}
