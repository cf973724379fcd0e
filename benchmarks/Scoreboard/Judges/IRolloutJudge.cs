namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A way to end a rollout.</summary>
internal interface IRolloutJudge
{
    /// <summary>True when the judge can judge this rollout at all; others are left out of its score.</summary>
    bool CanJudge(Rollout rollout) => true;

    /// <summary>Ends a rollout. Whatever it decides at window k it decides from the windows up to k.</summary>
    Ruling Judge(Rollout rollout);
}
