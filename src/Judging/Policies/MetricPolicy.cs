namespace CanaryJudge.Judging.Policies;

/// <summary>One metric of a policy: what to ask, which way is worse, by how much, and how much it weighs.</summary>
public sealed record MetricPolicy
{
    /// <summary>Name, unique in its policy: letters, digits, '_', '-', '.', at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What its windows hold.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>Unit for people ("s", "bytes", "%"); empty when not stated.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Which way is worse. Default: increase.</summary>
    public Direction Direction { get; init; } = Direction.Increase;

    /// <summary>The smallest worsening that matters.</summary>
    public required Margin Margin { get; init; }

    /// <summary>True when its failure alone rolls back. Default: false.</summary>
    public bool Critical { get; init; }

    /// <summary>What missing data does. Default: hold.</summary>
    public MissingRule Missing { get; init; } = MissingRule.Hold;

    /// <summary>True for a series whose slow drift matters (memory, disk, handles). Default: false.</summary>
    public bool Resource { get; init; }

    /// <summary>Histogram: the quantiles that are judged, rising, each inside (0, 1). Default: 0.5 and 0.99. Empty for other kinds.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>With judge threshold: how far the canary's own value may go, in the metric's unit (a ratio's is a share), whatever the baseline does. Finite; null for no such limit. Not with direction either.</summary>
    public double? Limit { get; init; }

    /// <summary>With judge kayenta: the groups whose scores it counts in, at least one, each once. Default: <see cref="KayentaScoring.Ungrouped"/>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [KayentaScoring.Ungrouped];

    /// <summary>With judge kayenta: how large a change must be to count.</summary>
    public EffectLimits EffectSize { get; init; } = new();

    /// <summary>The queries, one a role; empty when the numbers come with the request or from a recording.</summary>
    public IReadOnlyList<QueryTerm> Terms { get; init; } = [];
}
