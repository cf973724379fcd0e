namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Which rollouts can be acted on, and within which bounds. Section Rollouts.</summary>
internal sealed class RolloutOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Rollouts";

    /// <summary>The kill switch: false, and nothing is done to any target by anybody. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What becomes of the decisions of analyses, for targets that do not say it themselves: Advise or Act. Default: Advise.</summary>
    public RolloutMode Mode { get; set; } = RolloutMode.Advise;

    /// <summary>Most rollbacks by verdicts that are begun within <see cref="RollbackWindow"/>, over all targets and replicas; one more, and only people act until a person switches it on again. 1 to 10,000. Default: 5.</summary>
    public int MostRollbacks { get; set; } = 5;

    /// <summary>The time over which rollbacks are counted. 1 minute to 7 days. Default: 10 minutes.</summary>
    public TimeSpan RollbackWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an action is tried, or its effect waited for, without getting on; then it ends as failed. Time in which it is paused does not count. 10 s to 7 days. Default: 1 hour.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest time of one call to a rollout: a look, or a step. 1 s to 10 minutes. Default: 30 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time after which another replica takes over an action from one that has gone silent. 500 ms to 10 minutes. Default: 20 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between two looks at a rollout, or at a switch, while an action waits. 100 ms to 1 minute. Default: 2 s.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Actions at the same time in this replica. 1 to 1,000. Default: 32.</summary>
    public int Parallel { get; set; } = 32;

    /// <summary>The targets, by the names that analyses and commands call them: letters, digits, '_', '-', '.', '/'; case is ignored, and they are shown in lower case. Default: none.</summary>
    public Dictionary<string, TargetOptions> Targets { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
