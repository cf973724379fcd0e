namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>One action on a rollout as it stands: what is wanted of which revision, on whose behalf, and every step of it. Times are milliseconds since the Unix epoch.</summary>
internal sealed record RolloutAction
{
    /// <summary>Its identity: a UUID of version 7 in lower case.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>What is to be done.</summary>
    public required RolloutVerb Verb { get; init; }

    /// <summary>The revision it is about; another is never touched.</summary>
    public required string Revision { get; init; }

    /// <summary>The baseline when the revision was first seen; empty when there was none.</summary>
    public required string Baseline { get; init; }

    /// <summary>The analysis that decided it; null when a person asked for it directly.</summary>
    public string? AnalysisId { get; init; }

    /// <summary>Who: the name of a person, or "policy NAME".</summary>
    public required string By { get; init; }

    /// <summary>True when a verdict decided it, false when a person did.</summary>
    public required bool IsByPolicy { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>True when a person promotes a revision although it was rolled back before.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Where it stands.</summary>
    public required ActionState State { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public ActionEnding? Ending { get; init; }

    /// <summary>Where it stands in a sentence: what is waited for, or with what it ended.</summary>
    public required string Status { get; init; }

    /// <summary>When it was asked for.</summary>
    public required long CreatedMillis { get; init; }

    /// <summary>When its first step was written down; null while none was.</summary>
    public long? StartedMillis { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public long? EndedMillis { get; init; }

    /// <summary>Rises with every change of the action.</summary>
    public required long Sequence { get; init; }

    /// <summary>The steps so far, in order; the last may have no answer yet.</summary>
    public IReadOnlyList<SentStep> Steps { get; init; } = [];

    /// <summary>Whether the receiver has taken a step of that name.</summary>
    public bool HasApplied(string step) => Steps.Any(s => s.Name == step && s.Answer == StepAnswer.Applied);
}
