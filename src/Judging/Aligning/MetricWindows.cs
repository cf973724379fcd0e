using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>One metric ready to be compared: both sides over the same windows, the baseline's history, and what was wrong with the data.</summary>
public sealed record MetricWindows
{
    /// <summary>The metric's rules.</summary>
    public required MetricPolicy Metric { get; init; }

    /// <summary>The baseline, window 0 on, warm-up included.</summary>
    public required SideWindows Baseline { get; init; }

    /// <summary>The canary over the same windows.</summary>
    public required SideWindows Canary { get; init; }

    /// <summary>The baseline's windows before window 0; may have none.</summary>
    public required SideWindows History { get; init; }

    /// <summary>What was wrong with the data, in time order.</summary>
    public IReadOnlyList<DataFault> Faults { get; init; } = [];

    /// <summary>Warnings of the source, in its words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Problems of the source; when there is one the metric is judged Error.</summary>
    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];
}
