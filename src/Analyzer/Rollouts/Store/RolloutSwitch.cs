namespace CanaryJudge.Analyzer.Rollouts.Store;

/// <summary>A kill switch as it stands.</summary>
/// <param name="Target">The target; empty for the switch of all.</param>
/// <param name="State">Who may act.</param>
/// <param name="By">Who set it; empty when nobody has.</param>
/// <param name="Reason">Why; empty when nobody has set it.</param>
/// <param name="AtMillis">When, milliseconds since the Unix epoch; 0 when nobody has.</param>
internal sealed record RolloutSwitch(string Target, SwitchState State, string By, string Reason, long AtMillis);
