using CanaryJudge.Cli.Frame;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Replaying;

/// <summary>What replay was asked for.</summary>
internal sealed record ReplayInputs
{
    /// <summary>The files as they were typed; - is standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The policy that takes the place of the recorded ones; null to keep them.</summary>
    public string? PolicyPath { get; init; }

    /// <summary>The rule that takes the place of the policy's; null to keep it.</summary>
    public JudgeRule? Judge { get; init; }

    /// <summary>True to compare each verdict with the recorded one.</summary>
    public bool Explains { get; init; }

    /// <summary>Rollouts judged at the same time; 1 or more.</summary>
    public required int Parallel { get; init; }

    /// <summary>Ndjson or text.</summary>
    public required OutputFormat Format { get; init; }
}
