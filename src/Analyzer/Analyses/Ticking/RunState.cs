using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>An analysis between two ticks: its definition and its windows so far. Pure, and a function of the record alone, so that any replica can make it again.</summary>
/// <param name="Definition">What is asked and how it is judged.</param>
/// <param name="Windows">The windows so far, joined, one entry a metric; empty before the first.</param>
internal sealed record RunState(AnalysisDefinition Definition, IReadOnlyList<MetricWindows> Windows)
{
    /// <summary>Where the judge stood after the windows so far, so that it need not begin anew; empty when it must. A matter of speed only: the verdict is the same.</summary>
    public ReadOnlyMemory<byte> Judged { get; init; }

    /// <summary>Number of windows so far.</summary>
    public int Count => Windows.Count == 0 ? 0 : Windows[0].Baseline.Count;

    /// <summary>The state after the windows of a record.</summary>
    public static RunState Of(AnalysisDefinition definition, IEnumerable<IReadOnlyList<MetricWindows>> record)
    {
        RunState state = new(definition, []);
        foreach (IReadOnlyList<MetricWindows> window in record) state = state.With(window);
        return state;
    }

    /// <summary>The questions for the next window; for the first one those of the history too.</summary>
    /// <param name="startMillis">Start of window 0, milliseconds since the Unix epoch.</param>
    public JudgePlan PlanNext(long startMillis)
    {
        CanaryPolicy policy = Definition.Policy;
        long interval = policy.Interval.Ticks / TimeSpan.TicksPerMillisecond;
        WindowGrid window = new(startMillis + Count * interval, interval, 1, Count == 0 ? policy.History : 0) { First = Count };
        return Planner.PlanWindows(policy, Definition.Baseline, Definition.Canary, window);
    }

    /// <summary>The state after one more window.</summary>
    public RunState With(IReadOnlyList<MetricWindows> window)
    {
        MetricWindows[] noted = [.. window.Select(metric => WindowsJoin.WithProblemsAsFaults(metric, Count))];
        return this with { Windows = Windows.Count == 0 ? noted : [.. Windows.Zip(noted, WindowsJoin.Join)] };
    }

    /// <summary>The verdict over the windows so far; at least one.</summary>
    /// <returns>The verdict, and this state with where the judge stands now. After a window with problems the judge begins anew: a problem is about that moment only.</returns>
    public (Verdict Verdict, RunState After) Judge()
    {
        bool isWhole = Windows.All(metric => metric.Problems.Count == 0);
        ContinuedVerdict judged = Judging.Judge.Continue(Definition.Policy, Windows, isWhole ? Judged.Span : default);
        return (judged.Verdict, this with { Judged = isWhole ? judged.State : default });
    }

    /// <summary>Where a verdict takes the analysis: a final one ends it (the policy's rule for the horizon may give it there), the horizon without one holds it.</summary>
    /// <remarks>The fixed judge is right for one look: before the horizon its verdicts end nothing. The others say pause until they are sure by their own rule.</remarks>
    public AnalysisState StateAfter(Verdict verdict)
    {
        CanaryPolicy policy = Definition.Policy;
        bool isLast = Count >= policy.Horizon;
        bool isFinal = verdict.Outcome != VerdictOutcome.Pause && (isLast || policy.Judge != JudgeRule.Fixed);
        return isFinal ? AnalysisState.Ended : StateUndecided;
    }

    /// <summary>Where the analysis stands when nothing is decided, or what was decided may not be: at the horizon a person decides.</summary>
    public AnalysisState StateUndecided => Count >= Definition.Policy.Horizon ? AnalysisState.Held : AnalysisState.Judging;

    /// <summary>About how many bytes it takes.</summary>
    public long ByteSize => 4096 + Judged.Length + Windows.Sum(metric => SizeOf(metric.History) + SizeOf(metric.Baseline) + SizeOf(metric.Canary) + 200L * metric.Faults.Count);

    private static long SizeOf(SideWindows side) => side switch
    {
        HistogramWindows histogram => histogram.ByteSize,
        SeriesWindows series => 64 + 8L * series.Values.Length,
        _ => 64 + 16L * side.Count,
    };
}
