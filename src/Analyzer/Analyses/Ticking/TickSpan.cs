using System.Diagnostics;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>The trace of a tick, one a tick: over questions, judging and writing. It is linked to the call that started the analysis, which may have been days ago and at another replica.</summary>
internal static class TickSpan
{
    /// <summary>Begins it; null when nobody listens.</summary>
    public static Activity? Begin(ClaimedTick tick)
    {
        ActivityLink[] links = ActivityContext.TryParse(tick.StartTrace, traceState: null, isRemote: true, out ActivityContext start) ? [new(start)] : [];
        Activity? span = Spans.Source.StartActivity("tick", ActivityKind.Internal, parentContext: default, tags: null, links);
        return span?.SetTag("canaryjudge.analysis", tick.Id).SetTag("canaryjudge.application", tick.Application).SetTag("canaryjudge.target", tick.Target).SetTag("canaryjudge.window", tick.Windows);
    }

    /// <summary>Says what became of it.</summary>
    public static void End(Activity? span, string outcome)
    {
        span?.SetTag("canaryjudge.outcome", outcome);
        if (outcome == "failed") span?.SetStatus(ActivityStatusCode.Error);
    }
}
