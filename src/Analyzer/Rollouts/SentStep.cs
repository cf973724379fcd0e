namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A step as it is in the record: written before it was sent, and what came of it.</summary>
internal sealed record SentStep
{
    /// <summary>Its number in the action, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Method and where it went.</summary>
    public required string Request { get; init; }

    /// <summary>What was sent.</summary>
    public required string Body { get; init; }

    /// <summary>The precondition in words.</summary>
    public required string Precondition { get; init; }

    /// <summary>SHA-256 of all that was sent.</summary>
    public required string Digest { get; init; }

    /// <summary>When the intent was written, milliseconds since the Unix epoch.</summary>
    public required long IntentMillis { get; init; }

    /// <summary>What came of it; null while it is not known.</summary>
    public StepAnswer? Answer { get; init; }

    /// <summary>What the receiver said; null while it is not known.</summary>
    public string? Message { get; init; }

    /// <summary>When the outcome was written, milliseconds since the Unix epoch; null while it was not.</summary>
    public long? AnsweredMillis { get; init; }
}
