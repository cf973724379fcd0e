using System.Diagnostics;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources;

/// <summary>The straight line of one verdict from a live source: fetch, align, compare, decide. The plan was made before.</summary>
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
    public static async Task<JudgedRun> JudgeAsync(JudgePlan plan, IMetricSource source, CancellationToken cancellationToken)
    {
        Measurement[] measurements = await FetchAsync(plan, source, cancellationToken);
        return Judge(plan, measurements);
    }

    private static async Task<Measurement[]> FetchAsync(JudgePlan plan, IMetricSource source, CancellationToken cancellationToken)
    {
        using Activity? step = Steps.StartActivity("fetch");
        step?.SetTag("canaryjudge.metrics", plan.Metrics.Count);
        return await Task.WhenAll(plan.Metrics.Select(metric => source.MeasureAsync(metric, cancellationToken)));
    }

    private static JudgedRun Judge(JudgePlan plan, Measurement[] measurements)
    {
        MetricWindows[] windows = Align(plan, measurements);
        using Activity? step = Steps.StartActivity("judge");
        Verdict verdict = Judging.Judge.Evaluate(plan.Policy, windows);
        step?.SetTag("canaryjudge.verdict", verdict.Outcome.ToString());
        return new JudgedRun(plan, measurements, windows, verdict);
    }

    private static MetricWindows[] Align(JudgePlan plan, Measurement[] measurements)
    {
        using Activity? step = Steps.StartActivity("align");
        return Array.ConvertAll(measurements, measurement => Aligner.Align(measurement, plan.Windows));
    }
}
