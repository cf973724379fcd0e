using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>What the service counts about itself.</summary>
internal sealed class VerdictMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CanaryJudge";

    // From a judgement on numbers at hand (milliseconds) to a source at the limit of a call (minutes).
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _problems;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public VerdictMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _verdicts = meter.CreateCounter<long>("canaryjudge.verdicts", "{verdict}", "Verdicts, by outcome: promote, pause, rollback, could_not_judge.");
        _problems = meter.CreateCounter<long>("canaryjudge.source.problems", "{problem}", "Questions that a metric source could not answer, by kind.");
        _duration = meter.CreateHistogram("canaryjudge.judge.duration", "s", "Time of one verdict, fetching included.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <summary>Counts one verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="method">The method that was called: Judge or JudgeMeasurements.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Count(Verdict verdict, string method, TimeSpan elapsed)
    {
        TagList tags = new() { { "outcome", Outcome(verdict) }, { "method", method } };
        _verdicts.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        foreach (Judgement judgement in verdict.Judgements)
        {
            foreach (SourceProblem problem in judgement.Windows.Problems) _problems.Add(1, new KeyValuePair<string, object?>("kind", Word(problem.Kind)));
        }
    }

    /// <summary>The outcome as a label: promote, pause, rollback, or could_not_judge for a pause because a source failed.</summary>
    public static string Outcome(Verdict verdict) => verdict.CouldNotJudge ? "could_not_judge" : verdict.Outcome.ToString().ToLowerInvariant();

    private static string Word(ProblemKind kind) => kind switch
    {
        ProblemKind.ServerError => "server_error",
        ProblemKind.TooLarge => "too_large",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
