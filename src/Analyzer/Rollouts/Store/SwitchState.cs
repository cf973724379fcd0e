namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>Who may act.</summary>
internal enum SwitchState
{
    /// <summary>Verdicts and people.</summary>
    On,

    /// <summary>People only: verdicts begin no action. Those that have begun go on.</summary>
    People,

    /// <summary>Nobody: no step is sent any more.</summary>
    Off,
}
