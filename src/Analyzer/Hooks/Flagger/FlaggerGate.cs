namespace CanaryJudge.Analyzer.Hooks.Flagger;

/// <summary>What Flagger asks, by the type of webhook.</summary>
internal enum FlaggerGate
{
    /// <summary>confirm-rollout: may the new version be scaled up? Yes when it could be judged.</summary>
    Rollout,

    /// <summary>confirm-traffic-increase: may it get more traffic? Once to begin with, and again when it is promoted.</summary>
    TrafficIncrease,

    /// <summary>confirm-promotion: may it take the place of the primary? Yes when it is promoted.</summary>
    Promotion,

    /// <summary>rollback: is it to be rolled back? Yes when that was decided.</summary>
    Rollback,
}
