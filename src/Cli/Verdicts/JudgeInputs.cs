using CanaryJudge.Cli.Frame;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>What one judge command line asks for.</summary>
internal sealed record JudgeInputs
{
    /// <summary>The policy's file, or -.</summary>
    public required string PolicyPath { get; init; }

    /// <summary>The current version.</summary>
    public required ScopeText Baseline { get; init; }

    /// <summary>The new version.</summary>
    public required ScopeText Canary { get; init; }

    /// <summary>The time that is judged.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>Where the numbers are.</summary>
    public required PrometheusOptions Source { get; init; }

    /// <summary>Where the judged run is written; null for nowhere.</summary>
    public string? RecordPath { get; init; }

    /// <summary>How the result is printed.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>True for the verdict's line only.</summary>
    public required bool Quiet { get; init; }

    /// <summary>True for no colours.</summary>
    public required bool NoColor { get; init; }
}
