using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>What the service counts about its verdicts.</summary>
internal sealed class VerdictMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CanaryJudge";

    /// <summary>The method under which the verdicts of analyses are counted.</summary>
    public const string Analysis = "Analysis";

    // Policies come with requests under any name.
    private const int MostPolicies = 200;

    // From a judgement on numbers at hand (milliseconds) to a source at the limit of a call (minutes).
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly BoundedLabel _policies = new(MostPolicies);
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _judgements;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public VerdictMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _verdicts = meter.CreateCounter<long>("canaryjudge.verdicts", "{verdict}", "Verdicts, by policy and outcome: promote, pause, rollback, could_not_judge, and promote_by_horizon or rollback_by_horizon where nothing was proven.");
        _judgements = meter.CreateCounter<long>("canaryjudge.judgements", "{judgement}", "Judgements of metrics, by policy and outcome: pass, fail, inconclusive, no_data, error.");
        _duration = meter.CreateHistogram("canaryjudge.judge.duration", "s", "Time of one verdict, fetching included.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <summary>Counts one verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="policy">Name of the policy.</param>
    /// <param name="method">What it was reached for: Judge, JudgeMeasurements or <see cref="Analysis"/>.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Count(Verdict verdict, string policy, string method, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> name = new("policy", _policies.Of(policy));
        string outcome = Outcome(verdict);
        _verdicts.Add(1, new TagList { name, { "outcome", outcome }, { "method", method } });
        _duration.Record(elapsed.TotalSeconds, new TagList { { "outcome", outcome }, { "method", method } });
        foreach (Judgement judgement in verdict.Judgements) _judgements.Add(1, new TagList { name, { "outcome", Words.Of(judgement.Outcome) } });
    }

    /// <summary>The outcome as a label: promote, pause, rollback; could_not_judge for a pause because a source failed; with _by_horizon where the policy's rule for the horizon decided.</summary>
    public static string Outcome(Verdict verdict) => verdict.CouldNotJudge ? "could_not_judge" : Words.Of(verdict.Outcome) + (verdict.ByHorizon ? "_by_horizon" : "");
}
