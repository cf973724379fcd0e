using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>What the service counts about its analyses.</summary>
internal sealed class AnalysisMeter : IStartsAtZero
{
    private static readonly string[] Outcomes = ["judged", "held", "ended", "source_failed", "expired", "lost", "failed", "released"];
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _ticks;
    private readonly Counter<long> _questions;
    private readonly UpDownCounter<long> _running;
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _endings;

    /// <summary>Creates the instruments.</summary>
    public AnalysisMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(VerdictMeter.Name);
        InstrumentAdvice<double> advice = new() { HistogramBucketBoundaries = Seconds };
        _lateness = meter.CreateHistogram("canaryjudge.tick.lateness", "s", "From when a tick was due to when it was claimed.", advice: advice);
        _duration = meter.CreateHistogram("canaryjudge.tick.duration", "s", "From claim to commit.", advice: advice);
        _ticks = meter.CreateCounter<long>("canaryjudge.ticks", "{tick}", "Ticks, by outcome: judged, held, ended, source_failed, expired, lost, failed, released.");
        _questions = meter.CreateCounter<long>("canaryjudge.questions", "{question}", "Questions of analyses to metric sources, by whether another's answer was shared.");
        _running = meter.CreateUpDownCounter<long>("canaryjudge.ticks.running", "{tick}", "Ticks under way.");
        _waiting = meter.CreateUpDownCounter<long>("canaryjudge.questions.waiting", "{question}", "Questions that wait for their turn (Analyses:ParallelQueries).");
        _endings = meter.CreateCounter<long>("canaryjudge.analyses.ended", "{analysis}", "Analyses that have ended, or were decided and are acted on, by ending (verdict, horizon, overridden, cancelled, superseded, expired) and decision (promote, rollback, none).");
    }

    /// <inheritdoc/>
    public void TellZeros()
    {
        _running.Add(0);
        _waiting.Add(0);
        foreach (string outcome in Outcomes) _ticks.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        foreach (bool isShared in (bool[])[false, true]) _questions.Add(0, new KeyValuePair<string, object?>("shared", isShared));
        foreach (AnalysisEnding ending in (AnalysisEnding[])[AnalysisEnding.Cancelled, AnalysisEnding.Superseded, AnalysisEnding.Expired]) CountEnding(ending, decision: null, number: 0);
        foreach (AnalysisEnding ending in (AnalysisEnding[])[AnalysisEnding.Verdict, AnalysisEnding.Horizon, AnalysisEnding.Overridden])
        {
            CountEnding(ending, VerdictOutcome.Promote, number: 0);
            CountEnding(ending, VerdictOutcome.Rollback, number: 0);
        }
    }

    /// <summary>Counts a tick's beginning.</summary>
    /// <param name="late">Time since it was due.</param>
    public void Begin(TimeSpan late)
    {
        _lateness.Record(Math.Max(0, late.TotalSeconds));
        _running.Add(1);
    }

    /// <summary>Counts a tick's end.</summary>
    /// <param name="outcome">judged, held, ended, source_failed, expired, lost, failed or released.</param>
    /// <param name="elapsed">Time since its claim.</param>
    public void End(string outcome, TimeSpan elapsed)
    {
        TagList tags = new() { { "outcome", outcome } };
        _ticks.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        _running.Add(-1);
    }

    /// <summary>Counts a question.</summary>
    /// <param name="isShared">True when another's answer serves it.</param>
    public void CountQuestion(bool isShared) => _questions.Add(1, new KeyValuePair<string, object?>("shared", isShared));

    /// <summary>Counts questions that begin to wait for their turn, or (negative) no longer do.</summary>
    public void CountWaiting(int more) => _waiting.Add(more);

    /// <summary>Counts analyses that have ended.</summary>
    /// <param name="ending">Why.</param>
    /// <param name="decision">What is to become of the rollout; null when nothing was decided.</param>
    /// <param name="number">How many.</param>
    public void CountEnding(AnalysisEnding ending, VerdictOutcome? decision, int number = 1) =>
        _endings.Add(number, new TagList { { "ending", Words.Of(ending) }, { "decision", decision is { } decided ? Words.Of(decided) : "none" } });
}
