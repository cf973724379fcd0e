using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Verdicts;
using CanaryJudge.Judging.Rehearsing;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>What a rehearsing command line asks for.</summary>
internal sealed record PastInputs
{
    /// <summary>The policy's file, or -; null for the first recording's own.</summary>
    public string? PolicyPath { get; init; }

    /// <summary>Recordings that are the past; empty when a Prometheus is asked.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Numbers that stand in for a past; null when there is one.</summary>
    public TypedNumbers? Typed { get; init; }

    /// <summary>The Prometheus that is asked; null when the past is recorded or typed.</summary>
    public PrometheusOptions? Source { get; init; }

    /// <summary>The version that ran; null when the past is recorded.</summary>
    public ScopeText? Baseline { get; init; }

    /// <summary>Other instances of the same version that stand in for the canary; null when there are none.</summary>
    public ScopeText? Canary { get; init; }

    /// <summary>The label whose values are dealt to two sides; null when they are not.</summary>
    public string? SplitBy { get; init; }

    /// <summary>The time of the past.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>How rehearsals are formed.</summary>
    public required RehearsalSettings Settings { get; init; }

    /// <summary>Rehearsals at the same time.</summary>
    public required int Parallel { get; init; }

    /// <summary>Text or one JSON object.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>True for no colours.</summary>
    public required bool NoColor { get; init; }
}
