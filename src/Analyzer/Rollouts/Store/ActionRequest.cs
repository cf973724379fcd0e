namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>What is wanted of a rollout: by a verdict, or by a person.</summary>
internal sealed record ActionRequest
{
    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>What is to be done.</summary>
    public required RolloutVerb Verb { get; init; }

    /// <summary>To which revision; empty when none was seen: then it is refused.</summary>
    public required string Revision { get; init; }

    /// <summary>The baseline that was seen with it; empty when there was none.</summary>
    public required string Baseline { get; init; }

    /// <summary>The analysis that was decided; null when a person asks directly.</summary>
    public string? AnalysisId { get; init; }

    /// <summary>The person, or "policy NAME".</summary>
    public required string By { get; init; }

    /// <summary>True when a verdict decided.</summary>
    public required bool IsByPolicy { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>True when a person promotes a revision although it was rolled back before.</summary>
    public bool IsAgain { get; init; }

    /// <summary>True when it is told only.</summary>
    public bool IsAdvice { get; init; }
}
