namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>A rollout that programs of yours look at and change. Each is a list: the program, then its arguments as they are; no shell reads them. Section Rollouts:Targets:NAME:Settings, kind command.</summary>
internal sealed class CommandSettings
{
    /// <summary>Tells how the rollout is, as JSON on standard output. Required.</summary>
    public string[] Observe { get; set; } = [];

    /// <summary>Promotes. Default: none, promote is refused.</summary>
    public string[] Promote { get; set; } = [];

    /// <summary>Holds. Default: none, hold is refused.</summary>
    public string[] Hold { get; set; } = [];

    /// <summary>Takes the canary's traffic back. Default: none, rollback is refused.</summary>
    public string[] Rollback { get; set; } = [];

    /// <summary>Scales the canary down, once it is seen that it has no traffic. Default: none, the rollback is done without.</summary>
    public string[] ScaleDown { get; set; } = [];
}
