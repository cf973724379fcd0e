using System.Diagnostics;
using System.Diagnostics.Metrics;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Measuring;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>What the service counts about its metric sources.</summary>
internal sealed class SourceMeter : IStartsAtZero
{
    private const string Answered = "answered";

    // From an answer at hand to the limit of a call, retries included.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly string[] _sources;
    private readonly Counter<long> _problems;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public SourceMeter(IMeterFactory meters, IOptions<SourceOptions> options)
    {
        _sources = [.. options.Value.Names()];
        Meter meter = meters.Create(VerdictMeter.Name);
        _problems = meter.CreateCounter<long>("canaryjudge.source.problems", "{problem}", "Questions that a metric source could not answer, by source and kind.");
        _duration = meter.CreateHistogram(
            "canaryjudge.source.duration", "s", "Time of the questions of one metric, retries included, by source and outcome: answered, or the kind of its first problem.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    /// <inheritdoc/>
    public void TellZeros()
    {
        foreach (string source in _sources)
        {
            foreach (ProblemKind kind in Enum.GetValues<ProblemKind>()) _problems.Add(0, new TagList { { "source", source }, { "kind", Words.Of(kind) } });
        }
    }

    /// <summary>Counts the answers of one metric's questions.</summary>
    /// <param name="source">Name of the source, as configured.</param>
    /// <param name="measurement">The answers.</param>
    /// <param name="elapsed">How long they took.</param>
    public void Count(string source, Measurement measurement, TimeSpan elapsed)
    {
        string outcome = Answered;
        foreach (SourceProblem problem in measurement.Answers.Select(answer => answer.Problem).OfType<SourceProblem>())
        {
            string kind = Words.Of(problem.Kind);
            if (outcome == Answered) outcome = kind;
            _problems.Add(1, new TagList { { "source", source }, { "kind", kind } });
        }

        _duration.Record(elapsed.TotalSeconds, new TagList { { "source", source }, { "outcome", outcome } });
    }
}
