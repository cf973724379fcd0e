namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Stands between the engine and its rollouts, to see every call; none is registered unless a host adds one.</summary>
internal interface IRolloutObserver
{
    /// <summary>Gives the rollout to use in place of this one.</summary>
    IRollout Observe(string target, IRollout rollout);
}
