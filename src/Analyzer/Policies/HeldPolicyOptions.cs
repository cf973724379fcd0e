namespace CanaryJudge.Analyzer.Policies;

/// <summary>Policies that the service holds, so that callers can name one. Section Policies.</summary>
internal sealed class HeldPolicyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Policies";

    /// <summary>
    /// Directory with one policy a file, *.yaml, *.yml or *.json, not in folders below. Empty: none. Default: empty. Read once, when the service starts:
    /// a policy never changes under a running rollout, and every bad file keeps the service from starting. Restart to take up a change.
    /// </summary>
    public string Directory { get; set; } = "";
}
