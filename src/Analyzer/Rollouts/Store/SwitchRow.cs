using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>A row of the table rollout_switch, as the database gives it.</summary>
internal sealed class SwitchRow
{
    /// <summary>What a select names to fill a row.</summary>
    public const string Columns = "target, state, changed_by as ChangedBy, reason, at_millis as AtMillis";

    public string Target { get; set; } = "";

    public string State { get; set; } = "";

    public string ChangedBy { get; set; } = "";

    public string Reason { get; set; } = "";

    public long AtMillis { get; set; }

    /// <summary>The row in the words of the house.</summary>
    public RolloutSwitch ToSwitch() => new(Target, Words.Parse<SwitchState>(State), ChangedBy, Reason, AtMillis);
}
