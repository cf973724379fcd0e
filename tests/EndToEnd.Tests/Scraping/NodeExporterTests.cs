using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Scraping;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Scraping;

/// <summary>The scrape source against a page that nobody here wrote: Debian's node exporter, hundreds of families.</summary>
public sealed class NodeExporterTests
{
    private const string Program = "prometheus-node-exporter";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScrapeSource_OverTheNodeExporter_ReadsCountersAndGauges()
    {
        Assert.SkipUnless(ServerPrograms.Find(Program) is not null, ServerPrograms.MissingReason(Program));
        await using ServerProcess server = ServerProcess.Start(Program, _ => ["--web.listen-address=127.0.0.1:0"]);
        string port = await server.WaitForLineAsync(line => line.Contains("Listening on", StringComparison.Ordinal) ? line[(line.LastIndexOf(':') + 1)..] : null, Token);
        var target = new ScrapeTarget(new Uri($"http://127.0.0.1:{port}/metrics"), new Dictionary<string, string> { ["version"] = "v1" });
        await using var source = new ScrapeSource(new ScrapeOptions { Targets = [target], Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 1;

        for (int round = 0; round < 2; round++)
        {
            TargetScrape scrape = Assert.Single(await source.ScrapeOnceAsync(Token));
            Assert.Equal("", scrape.Failure);
            Assert.Empty(scrape.Remarks);
            Assert.InRange(scrape.Points, 200, 100_000);
        }

        Assert.All(await SeriesAsync(source, "node_cpu_seconds_total{mode=~\"user|idle\",version=\"v1\"}", TermReading.Rate, before), series =>
        {
            Assert.Equal(2, series.Values.Length);
            Assert.True(series.Values[1] >= series.Values[0]);
        });
        Assert.InRange(Assert.Single(await SeriesAsync(source, "node_memory_MemTotal_bytes", TermReading.Gauge, before)).Values[0], 1e6, 1e15);
        FetchedSeries up = Assert.Single(await SeriesAsync(source, "up", TermReading.Gauge, before));
        Assert.Equal([1, 1], up.Values);
    }

    private static async Task<IReadOnlyList<FetchedSeries>> SeriesAsync(ScrapeSource source, string selector, TermReading reading, long afterMillis)
    {
        var query = new PlannedQuery(Side.Baseline, TermRole.Values, reading, selector, afterMillis, afterMillis + 600_000, 0);
        var metric = new MetricPolicy { Name = "node", Kind = MetricKind.Series, Margin = Margin.Relative(0.1) };
        QueryAnswer answer = (await source.MeasureAsync(new MetricPlan(metric, [query]), Token)).Answers[0];
        Assert.Null(answer.Problem);
        Assert.NotEmpty(answer.Series);
        return answer.Series;
    }
}
