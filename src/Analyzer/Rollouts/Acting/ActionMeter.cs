using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>What the service counts about its actions.</summary>
internal sealed class ActionMeter : IStartsAtZero
{
    private static readonly double[] Seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

    private readonly Counter<long> _actions;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _alarms;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _running;

    /// <summary>Creates the instruments.</summary>
    public ActionMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(VerdictMeter.Name);
        _actions = meter.CreateCounter<long>("canaryjudge.actions", "{action}", "Actions that ended under the engine, or were never begun, by verb and ending: done, superseded, refused, failed, advised.");
        _steps = meter.CreateCounter<long>("canaryjudge.action.steps", "{step}", "Steps that were sent, by verb and answer: applied, precondition_failed, forbidden, rejected, unknown.");
        _alarms = meter.CreateCounter<long>("canaryjudge.rollback.limit.reached", "{alarm}", "Times that the limit on rollbacks was reached, and verdicts stopped acting.");
        _duration = meter.CreateHistogram("canaryjudge.action.duration", "s", "From when an action was wanted to when it ended, by verb and ending.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _running = meter.CreateUpDownCounter<long>("canaryjudge.actions.running", "{action}", "Actions that this replica works on.");
    }

    /// <inheritdoc/>
    public void TellZeros()
    {
        _running.Add(0);
        _alarms.Add(0);
        foreach (RolloutVerb verb in Enum.GetValues<RolloutVerb>())
        {
            foreach (ActionEnding ending in (ActionEnding[])[ActionEnding.Done, ActionEnding.Superseded, ActionEnding.Refused, ActionEnding.Failed, ActionEnding.Advised]) _actions.Add(0, new TagList { { "verb", Words.Of(verb) }, { "ending", Words.Of(ending) } });
            foreach (StepAnswer answer in Enum.GetValues<StepAnswer>()) _steps.Add(0, new TagList { { "verb", Words.Of(verb) }, { "answer", Words.Of(answer) } });
        }
    }

    /// <summary>Counts an action taken up.</summary>
    public void Begin() => _running.Add(1);

    /// <summary>Counts an action put down, over or not.</summary>
    public void End() => _running.Add(-1);

    /// <summary>Counts a step.</summary>
    public void CountStep(RolloutVerb verb, StepAnswer answer) => _steps.Add(1, new TagList { { "verb", Words.Of(verb) }, { "answer", Words.Of(answer) } });

    /// <summary>Counts an action that has ended.</summary>
    public void CountEnd(RolloutVerb verb, ActionEnding ending, TimeSpan since)
    {
        TagList tags = new() { { "verb", Words.Of(verb) }, { "ending", Words.Of(ending) } };
        _actions.Add(1, tags);
        _duration.Record(Math.Max(0, since.TotalSeconds), tags);
    }

    /// <summary>Counts the alarm of the rate limit.</summary>
    public void CountAlarm() => _alarms.Add(1);
}
