using System.Diagnostics;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Where the time of a whole verdict goes, from the question to the answer, by kind of metric: six hours of 15 s scrapes of both sides, over the product's own client without a network, and without what the server in its place takes to make an answer and to hand its bytes over.</summary>
internal static class WholeVerdict
{
    private const int Rounds = 60, ScrapeMillis = 15_000, Samples = 1440;
    private const long Start = 1_760_000_000_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2); // the runtime compiles what is hot for speed: sixty rounds of one metric would be over before

    // What stands in a policy for metric m.
    private static readonly (string Kind, Func<int, string> Fields)[] Kinds =
    [
        ("histogram", m => $$"""
            "kind": "histogram", "buckets": "m{{m}}_bucket", "quantiles": [0.9], "margin": {"relative": "10%", "floor": 0.01}
            """),
        ("ratio", m => $$"""
            "kind": "ratio", "bad": "m{{m}}_bad_total", "total": "m{{m}}_all_total", "margin": "90pp"
            """),
        ("gauge", m => $$"""
            "kind": "series", "gauge": "m{{m}}", "margin": "10%"
            """),
        ("expression", m => $$"""
            "kind": "series", "query": "avg(m{{m}}{$scope})", "margin": "10%"
            """),
    ];

    /// <summary>Prints one row a number of metrics: the least of some rounds of each step.</summary>
    /// <param name="output">Where.</param>
    /// <param name="only">Kinds of metrics; empty for all.</param>
    public static async Task RunAsync(TextWriter output, string[] only)
    {
        if (only.Except(Kinds.Select(kind => kind.Kind)).ToArray() is { Length: > 0 } unknown) throw new ArgumentException($"Unknown kinds {string.Join(", ", unknown)}: there are {string.Join(", ", Kinds.Select(kind => kind.Kind))}.", nameof(only));
        await output.WriteLineAsync("| metrics | kind | series | JSON | whole verdict | decode | judge | align | rest of fetching |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach ((string Kind, Func<int, string>) kind in Kinds.Where(kind => only.Length == 0 || only.Contains(kind.Kind)))
        {
            foreach (int metrics in kind == Kinds[0] ? new[] { 1, 10, 100 } : [100]) await output.WriteLineAsync(await RowAsync(metrics, kind));
        }
    }

    private static async Task<string> RowAsync(int metrics, (string Name, Func<int, string> Fields) kind)
    {
        JudgePlan plan = Plan(metrics, kind.Fields);
        using CannedServer server = new(ScrapeMillis);
        using PrometheusSource source = new(new PrometheusOptions { Address = new Uri("http://server.example:9090"), Concurrency = 1 }, TimeProvider.System, _ => server);
        PrometheusDecoder decoder = new(new DecodeLimits(1L << 30, 20_000, 10_000_000));
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            await LiveRun.JudgeAsync(plan, source, CancellationToken.None);
            foreach (byte[] body in server.Answers) await decoder.DecodeAsync(server.Body(body), CancellationToken.None);
        }

        Dictionary<string, double> least = [], round = [];
        using ActivityListener steps = Listen(round);
        for (int k = 0; k < Rounds; k++)
        {
            round.Clear();
            TimeSpan before = server.Spent;
            long start = Stopwatch.GetTimestamp();
            await LiveRun.JudgeAsync(plan, source, CancellationToken.None);
            Add(round, "whole", Stopwatch.GetElapsedTime(start));
            foreach (string step in (string[])["whole", "fetch"]) Add(round, step, before - server.Spent);
            (before, start) = (server.Spent, Stopwatch.GetTimestamp());
            foreach (byte[] body in server.Answers) await decoder.DecodeAsync(server.Body(body), CancellationToken.None);
            Add(round, "decode", Stopwatch.GetElapsedTime(start) + before - server.Spent);
            foreach ((string step, double time) in round) least[step] = Math.Min(least.GetValueOrDefault(step, double.PositiveInfinity), time);
        }

        double size = server.Answers.Sum(body => (double)body.Length), whole = least["whole"];
        string Share(double milliseconds) => FormattableString.Invariant($"{milliseconds:0.0} ms ({100 * milliseconds / whole:0} %)");
        return FormattableString.Invariant($"| {metrics} | {kind.Name} | {server.Series:N0} | {size / 1e6:0.0} MB | {whole:0.0} ms | {Share(least["decode"])} | {Share(least["judge"])} | {Share(least["align"])} | {Share(least["fetch"] - least["align"] - least["decode"])} |");
    }

    private static JudgePlan Plan(int metrics, Func<int, string> fields)
    {
        IEnumerable<string> entries = Enumerable.Range(0, metrics).Select(m => $$"""{"name": "m{{m}}", {{fields(m)}}}""");
        string text = $$$"""{"apiVersion": "canaryjudge.io/v1", "kind": "CanaryPolicy", "metadata": {"name": "whole"}, "spec": {"interval": "1m", "warmup": 3, "horizon": 360, "metrics": [{{{string.Join(",", entries)}}}]}}""";
        CanaryPolicy policy = PolicyParser.Parse(text).Policy ?? throw new InvalidOperationException(string.Join(" ", PolicyParser.Parse(text).Violations.Select(v => v.Message)));
        Scope Side(string version) => new([new LabelMatcher("version", MatchOperator.Equal, version)]);
        return Planner.Plan(new JudgeRequest(policy, Side("v1"), Side("v2"), Start, Start + ((long)Samples * ScrapeMillis))).Plan ?? throw new InvalidOperationException("The plan is refused.");
    }

    private static ActivityListener Listen(Dictionary<string, double> round)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == LiveRun.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = step => Add(round, step.OperationName, step.Duration),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Add(Dictionary<string, double> round, string step, TimeSpan time) => round[step] = round.GetValueOrDefault(step) + time.TotalMilliseconds;
}
