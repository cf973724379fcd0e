namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What came of a step.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Message">What the receiver said, in a sentence; no secrets. At most 2,000 characters are kept.</param>
internal sealed record StepOutcome(StepAnswer Answer, string Message)
{
    /// <summary>How long the receiver wants to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
