using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>One thing that is made wrong with a rehearsed canary.</summary>
/// <param name="Kind">What.</param>
/// <param name="Margins">Its size in margins, above 0, or below 0 for a fall of a metric of either direction; for a leak at the horizon; not used for a tail.</param>
public readonly record struct Injection(InjectionKind Kind, double Margins)
{
    /// <summary>Its name for people: "+1 margin", "-1 margin", "tail", "leak".</summary>
    public string Name => Kind == InjectionKind.Shift ? FormattableString.Invariant($"{Margins:+0.##;-0.##} margin{(Math.Abs(Margins) == 1 ? "" : "s")}") : Kind == InjectionKind.Tail ? "tail" : "leak";

    /// <summary>Whether the metric falls by it.</summary>
    internal bool Falls(Direction direction) => direction == Direction.Decrease || (direction == Direction.Either && Margins < 0);

    /// <summary>What a backtest makes wrong with a metric: one margin, two margins, both ways where both are worse, and what its kind may suffer.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Two to six of them.</returns>
    public static IReadOnlyList<Injection> Of(MetricPolicy metric)
    {
        List<Injection> all = [new(InjectionKind.Shift, 1), new(InjectionKind.Shift, 2)];
        if (metric.Direction == Direction.Either) all.AddRange([new(InjectionKind.Shift, -1), new(InjectionKind.Shift, -2)]);
        if (metric.Kind == MetricKind.Histogram && metric.Direction != Direction.Decrease) all.Add(new(InjectionKind.Tail, 0));
        if (metric.Resource) all.Add(new(InjectionKind.Leak, 2));
        return all;
    }
}
