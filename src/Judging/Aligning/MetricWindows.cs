using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
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

    /// <summary>True when the canary answered and served nothing in a window: 0/0, or nothing counted. That is no traffic, not data that is missing.</summary>
    /// <param name="window">The window, 0 on.</param>
    /// <returns>False for a series, whose values say nothing of traffic.</returns>
    /// <remarks>O(faults).</remarks>
    public bool IsIdle(int window) => Canary switch
    {
        RatioWindows ratio => ratio.Total[window] == 0 || IsZeroOverZero(window),
        HistogramWindows histogram => histogram.Total(window) == 0,
        CountWindows count => count.Exposure[window] == 0,
        _ => false,
    };

    /// <summary>What was known once the first windows had passed: both sides' later windows and the faults found in them are left out.</summary>
    /// <param name="windows">How many, 0 to the number there are.</param>
    /// <returns>The metric up to then; the history stays whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public MetricWindows Until(int windows) => this with
    {
        Baseline = Baseline.First(windows),
        Canary = Canary.First(windows),
        Faults = [.. Faults.Where(fault => fault.Window is null || fault.Window < windows)],
    };

    private bool IsZeroOverZero(int window)
    {
        foreach (DataFault fault in Faults)
        {
            if (fault.Kind == FaultKind.ZeroOverZero && fault.Side == Side.Canary && fault.Window == window) return true;
        }

        return false;
    }
}
