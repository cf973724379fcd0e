namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>One target: a rollout that can be acted on. Section Rollouts:Targets:NAME.</summary>
internal sealed class TargetOptions
{
    /// <summary>The kind of rollout, such as command or webhook. Required.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What becomes of the decisions of analyses: Advise or Act. Default: none, as <see cref="RolloutOptions.Mode"/> says.</summary>
    public RolloutMode? Mode { get; set; }

    /// <summary>The target's kill switch: false, and nothing is done to it by anybody. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What the kind wants to know; its keys are those of the kind. Default: none.</summary>
    public IConfigurationSection? Settings { get; set; }
}
