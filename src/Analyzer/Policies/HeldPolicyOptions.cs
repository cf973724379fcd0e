namespace CanaryJudge.Analyzer.Policies;

/// <summary>Policies that the service holds, so that callers can name one. Section Policies.</summary>
internal sealed class HeldPolicyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Policies";

    /// <summary>
    /// Directory with one policy a file, *.yaml, *.yml or *.json, not in folders below. Empty: none. Default: empty. When the service
    /// starts, every bad file keeps it from starting. A change is taken up within seconds; a file that became wrong is refused, and what it held before is still used. An analysis keeps
    /// the policy it was started with.
    /// </summary>
    public string Directory { get; set; } = "";
}
