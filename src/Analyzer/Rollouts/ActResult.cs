namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What became of what a person wanted.</summary>
internal sealed record ActResult
{
    /// <summary>The action; null when there is none.</summary>
    public RolloutAction? Action { get; init; }

    /// <summary>True when this call began it, false when it was under way already.</summary>
    public bool IsNew { get; init; }

    /// <summary>What it would be; null when it was not asked for.</summary>
    public DryRun? DryRun { get; init; }

    /// <summary>True when there is no such target.</summary>
    public bool IsNoTarget { get; init; }

    /// <summary>Why nothing can be done with the target now; null when something can.</summary>
    public TargetRefusal? Refusal { get; init; }
}
