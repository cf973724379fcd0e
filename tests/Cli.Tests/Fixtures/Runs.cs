using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Cli.Tests.Fixtures;

/// <summary>Judged runs made by hand, one of every thing that can be printed: rendering is tested without a judge.</summary>
internal static class Runs
{
    /// <summary>2026-01-31T10:00:00Z.</summary>
    public const long Start = 1_769_853_600_000;

    private const string ErrorsRose = "error_rate rose from 1.02 % to 3.11 % (+2.1 points; 98 % interval +1.4 to +2.8), beyond the margin of 0.5 points.";

    /// <summary>A rollback with a pass, a fail, an inconclusive, no data and an error; faults, a warning, infinities and NaN.</summary>
    public static Report Rollback()
    {
        MetricPolicy errors = Metric("error_rate", MetricKind.Ratio, Margin.Absolute(0.005)) with { Critical = true };
        MetricPolicy latency = Metric("latency", MetricKind.Histogram, Margin.Relative(0.1)) with { Unit = "s", Quantiles = [0.5, 0.99] };
        MetricPolicy memory = Metric("memory_working_set", MetricKind.Series, Margin.Relative(0.1)) with { Unit = "bytes", Resource = true };
        MetricPolicy cpu = Metric("cpu", MetricKind.Series, Margin.Absolute(0.25)) with { Unit = "cores" };
        MetricPolicy restarts = Metric("restarts", MetricKind.Count, Margin.Absolute(0.001));
        Judgement[] judgements =
        [
            Judged(errors, JudgementOutcome.Fail, ErrorsRose,
                Compared("rate", 0.0102, 0.0311, 0.0209, 0.0143, 0.0278, 0.005) with { Method = "Miettinen-Nurminen", P = 3.2e-9, BaselineExposure = 27_000, CanaryExposure = 3_010 }),
            Judged(latency, JudgementOutcome.Pass, "latency p50 and p99 are within 10 %.",
                Compared("p50", 0.0121, 0.01195, -0.00015, -0.0004, 0.0001, 0.00121) with { BaselineExposure = 27_000, CanaryExposure = 3_010 },
                Compared("p99", 0.0981, 0.0992, 0.0011, -0.0051, 0.0072, 0.00981) with { BaselineExposure = 27_000, CanaryExposure = 3_010 }),
            Judged(memory, JudgementOutcome.Inconclusive, "memory_working_set rose from 512 MiB to 540 MiB: not yet clear of the margin of 51 MiB on either side.",
                Compared("value", 512L << 20, 540L << 20, 28L << 20, double.NegativeInfinity, 60L << 20, 51L << 20) with { U = 412.5, A12 = 0.57 }),
            Judged(cpu, JudgementOutcome.NoData, "cpu: no window has data on both sides.",
                Compared("value", 0.41, double.NaN, double.NaN, double.NaN, double.NaN, 0.25)),
            Judged(restarts, JudgementOutcome.Error, "restarts: the source did not answer in 10 s."),
        ];
        judgements[3] = judgements[3] with
        {
            Windows = judgements[3].Windows with
            {
                Warnings = ["PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"cpu\""],
                Faults =
                [
                    new(FaultKind.Gap, Side.Canary, 3, "No sample: the window is missing."),
                    new(FaultKind.Gap, Side.Canary, 4, "No sample: the window is missing."),
                    new(FaultKind.Reset, Side.Baseline, 5, "The counter fell from 120 to 4: 4 is the increase."),
                    new(FaultKind.NoSeries, Side.Canary, null, "No series matched."),
                ],
            },
        };
        judgements[4] = judgements[4] with
        {
            Windows = judgements[4].Windows with { Problems = [new(ProblemKind.Timeout, "No answer within 10 s.", "restarts_total{version=\"v2\"}", 504)] },
        };
        return Of(VerdictOutcome.Rollback, "The critical metric error_rate failed: " + ErrorsRose, judgements);
    }

    /// <summary>A run of one metric that passed.</summary>
    public static Report Promote() => Of(
        VerdictOutcome.Promote,
        "error_rate is within its margin.",
        Judged(Metric("error_rate", MetricKind.Ratio, Margin.Absolute(0.005)), JudgementOutcome.Pass, "error_rate rose from 1 % to 1.01 %, within the margin of 0.5 points.",
            Compared("rate", 0.01, 0.0101, 0.0001, -0.002, 0.0022, 0.005)));

    /// <summary>A run of one metric whose source failed.</summary>
    public static Report CouldNotJudge() => Of(
        VerdictOutcome.Pause,
        "Hold: error_rate could not be measured. No connection to http://localhost:9090.",
        Judged(Metric("error_rate", MetricKind.Ratio, Margin.Absolute(0.005)), JudgementOutcome.Error, "No connection to http://localhost:9090."));

    /// <summary>A metric with queries.</summary>
    public static MetricPolicy Metric(string name, MetricKind kind, Margin margin) => new() { Name = name, Kind = kind, Margin = margin };

    /// <summary>A comparison of 27 windows at 98 %.</summary>
    public static Comparison Compared(string name, double baseline, double canary, double difference, double low, double high, double margin) => new()
    {
        Name = name,
        Baseline = baseline,
        Canary = canary,
        Difference = difference,
        Low = low,
        High = high,
        Confidence = 0.98,
        Margin = margin,
        Method = "Mann-Whitney exact",
        Windows = 27,
    };

    /// <summary>A judgement with its numbers.</summary>
    public static Judgement Judged(MetricPolicy metric, JudgementOutcome outcome, string reason, params Comparison[] comparisons) => new()
    {
        Windows = new MetricWindows { Metric = metric, Baseline = new SeriesWindows([]), Canary = new SeriesWindows([]), History = new SeriesWindows([]) },
        Outcome = outcome,
        Reason = reason,
        Comparisons = comparisons,
    };

    /// <summary>A report about judgements.</summary>
    public static Report Of(VerdictOutcome outcome, string reason, params Judgement[] judgements)
    {
        var policy = new CanaryPolicy { Name = "checkout", Metrics = [.. judgements.Select(j => j.Windows.Metric)] };
        MetricPlan[] plans = [.. policy.Metrics.Select(metric => new MetricPlan(metric, Questions(metric)))];
        var plan = new JudgePlan(policy, new WindowGrid(Start, 60_000, 30, 30), plans);
        SentQuery[][] queries = [.. plans.Select(metric => metric.Queries.Select(q => new SentQuery(q, q.Text, 0)).ToArray())];
        var verdict = new Verdict { Outcome = outcome, Reason = reason, Judgements = judgements, WindowsElapsed = 30 };
        return new Report(plan, queries, verdict, "prometheus http://localhost:9090", "version=v1", "version=v2");
    }

    private static PlannedQuery[] Questions(MetricPolicy metric) =>
    [
        new(Side.Baseline, TermRole.Values, TermReading.Gauge, $"{metric.Name}{{version=\"v1\"}}", Start - 300_000, Start + 1_800_000, 0),
        new(Side.Canary, TermRole.Values, TermReading.Expression, $"max({metric.Name}{{version=\"v2\"}})", Start + 60_000, Start + 1_800_000, 60_000),
    ];
}
