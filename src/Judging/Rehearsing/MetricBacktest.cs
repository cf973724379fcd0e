namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a backtest found of one metric.</summary>
public sealed record MetricBacktest
{
    /// <summary>The metric and its past.</summary>
    public required PastWindows Past { get; init; }

    /// <summary>Its past in numbers.</summary>
    public required PastFigures Figures { get; init; }

    /// <summary>Rehearsals of the whole healthy policy in which this metric failed.</summary>
    public required int FalselyFailed { get; init; }

    /// <summary>Its healthy rehearsals: how often and how soon it passed.</summary>
    public required Endings Healthy { get; init; }

    /// <summary>Its rehearsals with something wrong: seen is rolled back, promoted is a wrong pass.</summary>
    public required IReadOnlyList<(Injection Injection, Endings Endings)> Injected { get; init; }

    /// <summary>What would let it be decided; null when it can be.</summary>
    public Remedy? Remedy { get; init; }
}
