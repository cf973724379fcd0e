namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What is to be done to a rollout.</summary>
internal enum RolloutVerb
{
    /// <summary>The canary becomes the current version.</summary>
    Promote,

    /// <summary>The rollout stays where it is: no more traffic, no less.</summary>
    Hold,

    /// <summary>All traffic goes back to the baseline, and then the canary goes.</summary>
    Rollback,
}
