using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Demo;

/// <summary>One window of one rollout of the demo has passed.</summary>
/// <param name="Window">Windows that have passed, from 1; 0 before the first.</param>
/// <param name="Horizon">Windows after which the rollout is over.</param>
/// <param name="Report">What the judge says about the windows so far; null during warm-up.</param>
internal sealed record DemoMoment(int Window, int Horizon, Report? Report)
{
    /// <summary>True when nothing comes after this: the verdict is the rollout's.</summary>
    public bool IsLast => Window == Horizon || Report is { Verdict.Outcome: not VerdictOutcome.Pause };
}
