namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What a person wants of a rollout.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Verb">What is to be done.</param>
/// <param name="By">Who wants it.</param>
/// <param name="Reason">Why.</param>
internal sealed record ActWish(string Target, RolloutVerb Verb, string By, string Reason)
{
    /// <summary>The revision that is meant; null for the one that is there.</summary>
    public string? Revision { get; init; }

    /// <summary>Promote although the revision was rolled back before.</summary>
    public bool IsAgain { get; init; }
}
