using System.Diagnostics;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources;

/// <summary>The straight line of one verdict from a live source: fetch and align, compare, decide. The plan was made before.</summary>
public static class LiveRun
{
    /// <summary>Name of the activity source whose spans are the steps of a verdict.</summary>
    public const string ActivitySourceName = "CanaryJudge";

    private static readonly ActivitySource Steps = new(ActivitySourceName);

    /// <summary>Asks the source every question of the plan and judges the answers.</summary>
    /// <param name="plan">What to ask, fixed before any data is seen.</param>
    /// <param name="source">Where to ask. All metrics are asked at once; the source bounds its own concurrency.</param>
    /// <param name="cancellationToken">Ends the call; it then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>The verdict and everything it came from. What the source could not answer is a judgement of Error in it.</returns>
    public static Task<JudgedRun> JudgeAsync(JudgePlan plan, IMetricSource source, CancellationToken cancellationToken) => JudgeAsync(plan, source, default, cancellationToken);

    /// <summary>The same from the state of an earlier verdict on: only the windows that came since are worked through. The verdict is the same with and without.</summary>
    /// <param name="plan">What to ask, fixed before any data is seen; its windows begin where those of the earlier plan did.</param>
    /// <param name="source">Where to ask.</param>
    /// <param name="state">The <see cref="JudgedRun.State"/> of the earlier verdict; empty for none. One that does not belong to this policy or these windows is refused, told in <see cref="JudgedRun.StateRefusal"/>.</param>
    /// <param name="cancellationToken">Ends the call; it then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>The verdict, everything it came from, and the state for the next one.</returns>
    public static async Task<JudgedRun> JudgeAsync(JudgePlan plan, IMetricSource source, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        FetchedMetric[] metrics = await FetchAsync(plan, source, cancellationToken);
        return Judge(plan, metrics, state.Span);
    }

    /// <summary>Asks the source every question of the plan and aligns the answers, without judging them.</summary>
    /// <param name="plan">What to ask.</param>
    /// <param name="source">Where to ask.</param>
    /// <param name="cancellationToken">Ends the call; it then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>The windows of every metric, in the policy's order. What the source could not answer is a problem in them.</returns>
    public static async Task<IReadOnlyList<MetricWindows>> MeasureAsync(JudgePlan plan, IMetricSource source, CancellationToken cancellationToken) =>
        Array.ConvertAll(await FetchAsync(plan, source, cancellationToken), metric => metric.Windows);

    private static async Task<FetchedMetric[]> FetchAsync(JudgePlan plan, IMetricSource source, CancellationToken cancellationToken)
    {
        using Activity? step = Steps.StartActivity("fetch");
        step?.SetTag("canaryjudge.metrics", plan.Metrics.Count);
        return await Task.WhenAll(plan.Metrics.Select(metric => FetchAsync(metric, plan.Windows, source, cancellationToken)));
    }

    // Aligned as soon as it has come: its samples are still in the processor's caches then, and are given up before those of the next metrics are there.
    private static async Task<FetchedMetric> FetchAsync(MetricPlan metric, WindowGrid windows, IMetricSource source, CancellationToken cancellationToken)
    {
        Measurement measurement = await source.MeasureAsync(metric, cancellationToken);
        using Activity? step = Steps.StartActivity("align");
        return new FetchedMetric(measurement.Sent, Aligner.Align(measurement, windows));
    }

    private static JudgedRun Judge(JudgePlan plan, FetchedMetric[] metrics, ReadOnlySpan<byte> state)
    {
        using Activity? step = Steps.StartActivity("judge");
        MetricWindows[] windows = Array.ConvertAll(metrics, metric => metric.Windows);
        ContinuedVerdict continued = Judging.Judge.Continue(plan.Policy, windows, state);
        step?.SetTag("canaryjudge.verdict", continued.Verdict.Outcome.ToString());
        return new JudgedRun(plan, Array.ConvertAll(metrics, metric => metric.Queries), windows, continued.Verdict) { State = continued.State, StateRefusal = continued.Refusal };
    }

    private readonly record struct FetchedMetric(IReadOnlyList<SentQuery> Queries, MetricWindows Windows);
}
