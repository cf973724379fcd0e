using System.Diagnostics;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>Where the time of a whole verdict goes, from the question to the answer, by kind of metric: six hours of 15 s scrapes of both sides, over the product's own client without a network.</summary>
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
    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("| metrics | kind | series | JSON | whole verdict | decode | judge | align | rest of fetching |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (int metrics in new[] { 1, 10, 100 }) await output.WriteLineAsync(await RowAsync(metrics, Kinds[0]));
        foreach ((string, Func<int, string>) kind in Kinds[1..]) await output.WriteLineAsync(await RowAsync(100, kind));
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
            foreach (byte[] body in server.Answers) decoder.Decode(body);
        }

        Dictionary<string, double> least = [];
        using ActivityListener steps = Listen(least);
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await LiveRun.JudgeAsync(plan, source, CancellationToken.None);
            Keep(least, "whole", Stopwatch.GetElapsedTime(start));
            start = Stopwatch.GetTimestamp();
            foreach (byte[] body in server.Answers) decoder.Decode(body);
            Keep(least, "decode", Stopwatch.GetElapsedTime(start));
        }

        double size = server.Answers.Sum(body => (double)body.Length), whole = least["whole"];
        string Share(double milliseconds) => FormattableString.Invariant($"{milliseconds:0.0} ms ({100 * milliseconds / whole:0} %)");
        return FormattableString.Invariant($"| {metrics} | {kind.Name} | {server.Series:N0} | {size / 1e6:0.0} MB | {whole:0.0} ms | {Share(least["decode"])} | {Share(least["judge"])} | {Share(least["align"])} | {Share(least["fetch"] - least["decode"])} |");
    }

    private static JudgePlan Plan(int metrics, Func<int, string> fields)
    {
        IEnumerable<string> entries = Enumerable.Range(0, metrics).Select(m => $$"""{"name": "m{{m}}", {{fields(m)}}}""");
        string text = $$$"""{"apiVersion": "canaryjudge.io/v1", "kind": "CanaryPolicy", "metadata": {"name": "whole"}, "spec": {"interval": "1m", "warmup": 3, "horizon": 360, "metrics": [{{{string.Join(",", entries)}}}]}}""";
        CanaryPolicy policy = PolicyParser.Parse(text).Policy ?? throw new InvalidOperationException(string.Join(" ", PolicyParser.Parse(text).Violations.Select(v => v.Message)));
        Scope Side(string version) => new([new LabelMatcher("version", MatchOperator.Equal, version)]);
        return Planner.Plan(new JudgeRequest(policy, Side("v1"), Side("v2"), Start, Start + ((long)Samples * ScrapeMillis))).Plan ?? throw new InvalidOperationException("The plan is refused.");
    }

    private static ActivityListener Listen(Dictionary<string, double> least)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == LiveRun.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = step => Keep(least, step.OperationName, step.Duration),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Keep(Dictionary<string, double> least, string step, TimeSpan time) => least[step] = Math.Min(least.GetValueOrDefault(step, double.PositiveInfinity), time.TotalMilliseconds);
}
