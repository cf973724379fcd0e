using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>The spans of actions. They are in the trace of the decision: the tick's whose verdict it was, or the call's of the person who wants it.</summary>
internal static class ActionSpan
{
    /// <summary>Begins the span of one time of work on an action; null when nobody listens.</summary>
    public static Activity? Begin(ActionRow claim)
    {
        ActivityContext decision = ActivityContext.TryParse(claim.Trace, traceState: null, isRemote: true, out ActivityContext known) ? known : default;
        Activity? span = Spans.Source.StartActivity("act", ActivityKind.Internal, decision);
        return span?.SetTag("canaryjudge.action", claim.Id).SetTag("canaryjudge.verb", claim.Verb).SetTag("canaryjudge.target", claim.Target).SetTag("canaryjudge.revision", claim.Revision);
    }

    /// <summary>Begins the span of one step that is sent.</summary>
    public static Activity? BeginStep(RolloutStep step) => Spans.Source.StartActivity("send step")?.SetTag("canaryjudge.step", step.Name);

    /// <summary>Says what came of a step.</summary>
    public static void End(Activity? span, StepOutcome outcome)
    {
        span?.SetTag("canaryjudge.answer", outcome.Answer.ToString());
        if (outcome.Answer != StepAnswer.Applied) span?.SetStatus(ActivityStatusCode.Error, outcome.Message);
    }
}
