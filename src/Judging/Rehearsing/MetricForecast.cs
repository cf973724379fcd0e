namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What a policy can say about one metric at the traffic and noise of its past.</summary>
public sealed record MetricForecast
{
    /// <summary>The metric and its past.</summary>
    public required PastWindows Past { get; init; }

    /// <summary>Its past in numbers.</summary>
    public required PastFigures Figures { get; init; }

    /// <summary>Its healthy rehearsals: how often and how soon it passes.</summary>
    public required Endings Healthy { get; init; }

    /// <summary>The smallest harm, in margins, that is rolled back within the horizon in four rehearsals of five; null when none up to a hundred margins is.</summary>
    public required double? SmallestHarm { get; init; }

    /// <summary>The tightest margin, as a multiple of the policy's, with which a healthy canary passes within the horizon in four rehearsals of five; null when none up to forty times is wide enough.</summary>
    public required double? TightestMargin { get; init; }

    /// <summary>What would let it be decided; null when it can be.</summary>
    public Remedy? Remedy { get; init; }
}
