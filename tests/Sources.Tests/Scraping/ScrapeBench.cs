using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Scraping;

/// <summary>A scrape source over two stubbed targets, v1 at port 1 and v2 at port 2, with a fake clock.</summary>
internal sealed class ScrapeBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public ScrapeBench(Func<ScrapeOptions, ScrapeOptions>? change = null)
    {
        var options = new ScrapeOptions { Targets = [Target(1, "v1"), Target(2, "v2")] };
        Source = new ScrapeSource(change?.Invoke(options) ?? options, Clock, Targets);
    }

    public static long StartMillis => Start.ToUnixTimeMilliseconds();

    public FakeTimeProvider Clock { get; } = new(Start);

    public StubTarget Targets { get; } = new();

    public ScrapeSource Source { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ScrapeTarget Target(int port, string version) => new(new Uri($"http://10.0.0.1:{port}/metrics?token=secret"), new Dictionary<string, string> { ["version"] = version });

    /// <summary>Lets each target say something and scrapes a second later; null makes a target refuse the connection.</summary>
    public async Task<IReadOnlyList<TargetScrape>> ScrapeAsync(string? first, string? second = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        Set(1, first);
        Set(2, second);
        return await Source.ScrapeOnceAsync(Token);
    }

    public async Task<QueryAnswer> AskAsync(string selector, TermReading reading = TermReading.Counter, int afterSeconds = 0, int untilSeconds = 3600)
    {
        var query = new PlannedQuery(Side.Baseline, TermRole.Bad, reading, selector, StartMillis + afterSeconds * 1000, StartMillis + untilSeconds * 1000, 0);
        var metric = new MetricPolicy { Name = "errors", Kind = MetricKind.Ratio, Margin = Margin.Absolute(0.005) };
        Measurement measurement = await Source.MeasureAsync(new MetricPlan(metric, [query]), Token);
        Assert.Equal(selector, measurement.Answers[0].SentText);
        return Assert.Single(measurement.Answers);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private void Set(int port, string? text)
    {
        if (text is null) Targets.Pages.Remove(port);
        else Targets.Says(port, text);
    }
}
