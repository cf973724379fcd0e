using System.Net;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Sources.Tests.Scraping;

public sealed class ScrapeSourceTests
{
    [Fact]
    public async Task MeasureAsync_AfterThreeScrapes_GivesRawPointsAtTheScrapesTimes()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r{code=\"500\"} 1\nr{code=\"200\"} 10\n", "r{code=\"500\"} 100\n");
        await bench.ScrapeAsync("r{code=\"500\"} 2\nr{code=\"200\"} 20\n", "r{code=\"500\"} 200\n");
        await bench.ScrapeAsync("r{code=\"500\"} 4\nr{code=\"200\"} 40\n", "r{code=\"500\"} 300\n");

        QueryAnswer answer = await bench.AskAsync("r{code=~\"5..\",version=\"v1\"}", afterSeconds: 1);

        FetchedSeries series = Assert.Single(answer.Series);
        Assert.Equal([ScrapeBench.StartMillis + 2000, ScrapeBench.StartMillis + 3000], series.TimesMillis);
        Assert.Equal([2, 4], series.Values);
        Assert.Equal(new Dictionary<string, string> { ["__name__"] = "r", ["code"] = "500", ["version"] = "v1", ["instance"] = "10.0.0.1:1" }, series.Labels);
        Assert.Empty(answer.Warnings);
        Assert.Null(answer.Problem);
    }

    [Fact]
    public async Task MeasureAsync_EndOfTheTime_IsTakenInAndItsStartIsNot()
    {
        await using var bench = new ScrapeBench();
        for (int i = 0; i < 4; i++) await bench.ScrapeAsync($"r {i}\n");
        HasValues([1, 2], await bench.AskAsync("r", afterSeconds: 1, untilSeconds: 3));
    }

    [Fact]
    public async Task ScrapeOnceAsync_LabelsThatClash_AreKeptAsExported()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r{version=\"x\",instance=\"i\",exported_version=\"y\"} 1\n");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["__name__"] = "r", ["version"] = "v1", ["instance"] = "10.0.0.1:1", ["exported_instance"] = "i", ["exported_version"] = "y", ["exported_exported_version"] = "x",
            },
            Assert.Single((await bench.AskAsync("r")).Series).Labels);
    }

    [Fact]
    public async Task MeasureAsync_AFailedScrape_IsAGapWithAWarning()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r 1\n", "r 1\n");
        TargetScrape failed = (await bench.ScrapeAsync(null, "r 2\n"))[0];
        await bench.ScrapeAsync("r 3\n", "r 3\n");

        QueryAnswer answer = await bench.AskAsync("r{version=\"v1\"}");

        Assert.Equal([1, 3], Assert.Single(answer.Series).Values);
        Assert.Equal(["http://10.0.0.1:1/metrics: 1 of 3 scrapes failed, the last at 2026-03-01T12:00:02.000Z: Connection refused (a:1)."], answer.Warnings);
        Assert.Equal((false, "Connection refused (a:1)", 0), (failed.IsUp, failed.Failure, failed.Points));
        HasValues([1, 0, 1], await bench.AskAsync("up{version=\"v1\"}", TermReading.Gauge));
        Assert.Empty((await bench.AskAsync("r{version=\"v2\"}")).Warnings); // the other side does not hear of it
    }

    [Fact]
    public async Task MeasureAsync_NoTargetEverAnswered_IsAProblemAndNotAnEmptyAnswer()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync(null, "r 1\n");
        await bench.ScrapeAsync(null, "r 1\n");

        QueryAnswer answer = await bench.AskAsync("r{version=\"v1\"}");

        Assert.Equal(ProblemKind.Unreachable, answer.Problem!.Kind);
        Assert.Equal("http://10.0.0.1:1/metrics: 2 of 2 scrapes failed, the last at 2026-03-01T12:00:02.000Z: Connection refused (a:1).", answer.Problem.Message);
        Assert.DoesNotContain("secret", answer.Problem.Message + bench.Source.Name, StringComparison.Ordinal);
        Assert.Null((await bench.AskAsync("r{version=\"v2\"}")).Problem);
    }

    [Fact]
    public async Task MeasureAsync_NothingScrapedInThatTime_IsAProblem()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r 1\n");
        QueryAnswer answer = await bench.AskAsync("r", afterSeconds: 10);
        Assert.Equal(ProblemKind.Unreachable, answer.Problem!.Kind);
        Assert.Contains("was not scraped between 2026-03-01T12:00:10.000Z and 2026-03-01T13:00:00.000Z", answer.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasureAsync_NoSeriesFits_IsAnEmptyAnswer()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r 1\n", "r 1\n");
        QueryAnswer answer = await bench.AskAsync("misspelt");
        Assert.Empty(answer.Series);
        Assert.Null(answer.Problem);
        QueryAnswer scope = await bench.AskAsync("r{version=\"v3\"}");
        Assert.Empty(scope.Series);
        Assert.Equal(["No target's labels fit r{version=\"v3\"}: check the labels given to the targets."], scope.Warnings);
    }

    [Fact]
    public async Task MeasureAsync_ResetsAndInstancesThatComeAndGo_PassThroughRaw()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("r{pod=\"a\"} 100\nr{pod=\"b\"} 7\n");
        await bench.ScrapeAsync("r{pod=\"a\"} 3\n");
        await bench.ScrapeAsync("r{pod=\"a\"} 5\nr{pod=\"c\"} 1\n");

        IReadOnlyList<FetchedSeries> series = (await bench.AskAsync("r")).Series;

        Assert.Equal(["a", "b", "c"], series.Select(s => s.Labels["pod"]));
        Assert.Equal([100, 3, 5], series[0].Values);
        Assert.Equal(ScrapeBench.StartMillis + 1000, Assert.Single(series[1].TimesMillis));
        Assert.Equal(ScrapeBench.StartMillis + 3000, Assert.Single(series[2].TimesMillis));
    }

    [Fact]
    public async Task MeasureAsync_AnExpression_IsUnsupportedAndNamesTheRemedy()
    {
        await using var bench = new ScrapeBench();
        SourceProblem problem = (await bench.AskAsync("sum(rate(r[1m]))", TermReading.Expression)).Problem!;
        Assert.Equal(ProblemKind.Unsupported, problem.Kind);
        Assert.Contains("use a selector", problem.Message, StringComparison.Ordinal);
        Assert.Equal(ProblemKind.Rejected, (await bench.AskAsync("r{")).Problem!.Kind);
    }

    [Fact]
    public async Task MeasureAsync_AGaugeReadAsACounter_IsWarnedOf()
    {
        await using var bench = new ScrapeBench();
        await bench.ScrapeAsync("# TYPE m gauge\nm 1\n# TYPE r counter\nr_total 1\n", "s 1\n");
        Assert.Equal(["The target calls m a gauge, and it is read as a counter: every fall counts as a restart."], (await bench.AskAsync("m", TermReading.Rate)).Warnings);
        Assert.DoesNotContain((await bench.AskAsync("m", TermReading.Gauge)).Warnings, warning => warning.Contains("gauge", StringComparison.Ordinal));
        Assert.DoesNotContain((await bench.AskAsync("r_total")).Warnings, warning => warning.Contains("gauge", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeOnceAsync_PointsWithTheirOwnTime_KeepIt()
    {
        await using var bench = new ScrapeBench();
        long own = ScrapeBench.StartMillis - 5000;
        Assert.Empty((await bench.ScrapeAsync($"r 1 {own}\n"))[0].Remarks);
        Assert.Empty((await bench.ScrapeAsync($"r 1 {own}\n"))[0].Remarks); // said again: nothing new
        Assert.Equal(
            ["1 point left out with a time that is not after the series' last: r at 2026-03-01T11:59:54.999Z, line 1"],
            (await bench.ScrapeAsync($"r 2 {own - 1}\n"))[0].Remarks);
        Assert.StartsWith("2 points left out with a time far from the scrape's: r at 2026-03-02T12:00:00.000Z, line 1",
            (await bench.ScrapeAsync($"r 2 {ScrapeBench.StartMillis + 86_400_000}\nr 2 {ScrapeBench.StartMillis - 86_400_000}\n"))[0].Remarks[0], StringComparison.Ordinal);
        QueryAnswer answer = await bench.AskAsync("r", afterSeconds: -60);
        Assert.Equal(own, Assert.Single(Assert.Single(answer.Series).TimesMillis));
        Assert.Contains(answer.Warnings, warning => warning.Contains("not after the series' last", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeOnceAsync_TheSameSeriesTwiceOnAPage_KeepsTheFirstAndSaysSo()
    {
        await using var bench = new ScrapeBench();
        IReadOnlyList<TargetScrape> round = await bench.ScrapeAsync("r{a=\"1\",b=\"2\"} 1\nr{b=\"2\",a=\"1\"} 9\n");
        Assert.Contains("line 2", Assert.Single(round[0].Remarks), StringComparison.Ordinal);
        HasValues([1], await bench.AskAsync("r"));
    }

    [Fact]
    public async Task ScrapeOnceAsync_PointsOlderThanTheRetention_AreDropped()
    {
        await using var bench = new ScrapeBench(options => options with { Retention = TimeSpan.FromSeconds(2) });
        for (int i = 1; i <= 5; i++) await bench.ScrapeAsync(i == 1 ? "gone 1\nr 1\n" : $"r {i}\n");
        HasValues([3, 4, 5], await bench.AskAsync("r"));
        Assert.Empty((await bench.AskAsync("gone")).Series);
    }

    [Fact]
    public async Task ScrapeOnceAsync_MorePointsThanAllowed_DropsTheOldestAndWarns()
    {
        await using var bench = new ScrapeBench(options => options with { MaxPoints = 1000 });
        string page = string.Concat(Enumerable.Range(0, 100).Select(i => $"r{{n=\"{i}\"}} 1\n"));
        for (int i = 0; i < 20; i++) await bench.ScrapeAsync(page, "s 1\n");

        QueryAnswer answer = await bench.AskAsync("{__name__=~\".+\"}");

        int kept = answer.Series.Sum(series => series.TimesMillis.Length);
        Assert.InRange(kept, 700, 1000);
        Assert.All(answer.Series, series => Assert.Equal(ScrapeBench.StartMillis + 20_000, series.TimesMillis[^1]));
        Assert.Contains(answer.Warnings, warning => warning.StartsWith("Points before 2026-03-01T12:00:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScrapeOnceAsync_MoreSeriesThanAllowed_LeavesTheNewOnesOut()
    {
        await using var bench = new ScrapeBench(options => options with { MaxSeries = 10 });
        IReadOnlyList<TargetScrape> round = await bench.ScrapeAsync(string.Concat(Enumerable.Range(0, 12).Select(i => $"r{{n=\"{i}\"}} 1\n")));
        Assert.Equal("2 points left out with a series beyond the bound of 10", Assert.Single(round[0].Remarks));
        Assert.Equal(10, (await bench.AskAsync("r")).Series.Count);
    }

    [Theory]
    [InlineData("<html></html>", "text/html", 200, "it sent text/html, which is no metrics format: check the address")]
    [InlineData("r 1\n", StubTarget.PrometheusType, 503, "it answered 503 Service Unavailable")]
    [InlineData("r 1\nr", StubTarget.PrometheusType, 200, "line 2 of its page: the value is missing")]
    [InlineData("r 1\n", "application/openmetrics-text; version=1.0.0; charset=utf-8", 200, "line 2 of its page: # EOF is missing: the text was cut short")]
    [InlineData("r 1\n# EOF\n", "application/openmetrics-text; version=1.0.0; charset=utf-8", 200, "")]
    [InlineData("r 1\n", "", 200, "")]
    public async Task ScrapeOnceAsync_WhatTheTargetAnswers_DecidesWhetherItIsUp(string text, string contentType, int status, string failure)
    {
        await using var bench = new ScrapeBench();
        bench.Targets.Says(1, text, contentType, (HttpStatusCode)status);
        TargetScrape scrape = (await bench.Source.ScrapeOnceAsync(ScrapeBench.Token))[0];
        Assert.Equal((failure, failure.Length == 0), (scrape.Failure, scrape.IsUp));
        Assert.Contains("application/openmetrics-text; version=1.0.0", string.Join(',', bench.Targets.Requests[0].Headers.GetValues("Accept")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScrapeOnceAsync_APageTooLarge_IsNotRead()
    {
        await using var bench = new ScrapeBench(options => options with { Limits = new() { MaxBytes = 1024 } });
        IReadOnlyList<TargetScrape> round = await bench.ScrapeAsync(new string('\n', 2000), new string('\n', 1024));
        Assert.Equal(["its page has more than 1024 bytes", ""], round.Select(scrape => scrape.Failure));
    }

    [Fact]
    public async Task ScrapeOnceAsync_ATargetThatHangs_EndsAtTheTimeoutAndHoldsNobodyUp()
    {
        await using var bench = new ScrapeBench();
        var asked = new TaskCompletionSource();
        bench.Targets.Says(2, "r 2\n");
        bench.Targets.Pages[1] = async token =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };
        Task<IReadOnlyList<TargetScrape>> round = bench.Source.ScrapeOnceAsync(ScrapeBench.Token);
        await asked.Task;
        bench.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["no whole answer within 3 s", ""], (await round).Select(scrape => scrape.Failure));
        Assert.Equal([ScrapeBench.StartMillis, ScrapeBench.StartMillis], (await round).Select(scrape => scrape.TimeMillis));
    }

    [Fact]
    public async Task ScrapeOnceAsync_Cancelled_Throws()
    {
        await using var bench = new ScrapeBench();
        bench.Targets.Says(1, "r 1\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Source.ScrapeOnceAsync(new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Source.MeasureAsync(null!, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task RunAsync_ScrapesAtOnceAndThenOnceAnInterval_UntilCancelled()
    {
        await using var bench = new ScrapeBench();
        bench.Targets.Says(1, "r 1\n");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ScrapeBench.Token);
        using var rounds = new SemaphoreSlim(0);
        var times = new List<long>();
        Task loop = bench.Source.RunAsync(
            round =>
            {
                times.Add(round[0].TimeMillis - ScrapeBench.StartMillis);
                rounds.Release();
            },
            ends.Token);
        for (int i = 0; i < 3; i++)
        {
            await rounds.WaitAsync(ScrapeBench.Token);
            bench.Clock.Advance(TimeSpan.FromSeconds(5));
        }
        await rounds.WaitAsync(ScrapeBench.Token);
        await ends.CancelAsync();
        await loop;
        Assert.Equal([0, 5000, 10_000, 15_000], times);
    }

    [Fact]
    public async Task DisposeAsync_EndsARunningLoop()
    {
        var bench = new ScrapeBench();
        bench.Targets.Says(1, "r 1\n");
        using var rounds = new SemaphoreSlim(0);
        Task loop = bench.Source.RunAsync(_ => rounds.Release(), ScrapeBench.Token);
        await rounds.WaitAsync(ScrapeBench.Token);
        await bench.DisposeAsync();
        await loop;
    }

    [Theory]
    [InlineData("ftp://a/metrics", "version", "is not an http or https address")]
    [InlineData("http://user:word@a/metrics", "version", "has a user name or password")]
    [InlineData("http://a/metrics", "bad-label", "has a label 'bad-label'")]
    [InlineData("http://a/metrics", "__name__", "has a label '__name__'")]
    public void Constructor_AWrongTarget_IsRefused(string address, string label, string message)
    {
        var target = new ScrapeTarget(new Uri(address), new Dictionary<string, string> { [label] = "x" });
        ArgumentException problem = Assert.Throws<ArgumentException>(() => new ScrapeSource(new ScrapeOptions { Targets = [target] }, TimeProvider.System));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user:word", problem.Message, StringComparison.Ordinal);
    }

    private static void HasValues(double[] expected, QueryAnswer answer) => Assert.Equal(expected, Assert.Single(answer.Series).Values);
}
