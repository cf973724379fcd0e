using System.Net;
using System.Net.Http.Headers;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Samples.Workload;
using CanaryJudge.Sources.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Scraping;

/// <summary>The sample service, and scraping it over real connections.</summary>
public sealed class WorkloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ScrapeSource_OverARolloutUnderLoad_CountsEveryRequest()
    {
        await using SampleRollout rollout = await SampleRollout.StartAsync(Fault.None, seed: 7, requestsPerSecond: 400, canaryShare: 0.25, TimeProvider.System, Token);
        await using ScrapeSource source = Source(rollout.Baseline, rollout.Canary);
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 1;
        Assert.All(await source.ScrapeOnceAsync(Token), scrape => Assert.Equal("", scrape.Failure));

        LoadReport report = await rollout.Load.RunAsync(TimeSpan.FromMilliseconds(500), Token);
        Assert.All(await source.ScrapeOnceAsync(Token), scrape => Assert.Equal("", scrape.Failure));

        Assert.Equal(200, report.Baseline + report.Canary + report.Unanswered + report.LeftOut);
        Assert.Equal(0, report.Unanswered);
        Assert.Equal(report.Baseline, await IncreaseAsync(source, "http_requests_total{version=\"v1\"}", before));
        Assert.Equal(report.Canary, await IncreaseAsync(source, "http_requests_total{version=\"v2\",exported_version=\"v2\",exported_instance=\"v2-0\"}", before));
        Assert.Equal(report.Canary, await IncreaseAsync(source, "http_request_duration_seconds_bucket{le=\"+Inf\",version=\"v2\"}", before));
        Assert.Equal(report.Canary, await IncreaseAsync(source, "http_request_duration_seconds_count{version=\"v2\"}", before));
        if (report.LeftOut == 0) Assert.Equal(50, report.Canary);
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [InlineData("text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;q=0.1,text/plain;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    public async Task Metrics_ByAccept_AreInTheFormatAskedForAndReadable(string accept, string contentType)
    {
        await using WorkloadInstance instance = await WorkloadInstance.StartAsync(new() { Version = "a\"b\\c\nd" }, TimeProvider.System, Token);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, instance.MetricsAddress);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using HttpResponseMessage response = await client.SendAsync(request, Token);

        Assert.Equal(contentType, Assert.Single(response.Content.Headers.GetValues("Content-Type")));
        ExpositionFormat format = contentType.StartsWith("application", StringComparison.Ordinal) ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus;
        ExpositionResult result = ExpositionParser.Parse(await response.Content.ReadAsByteArrayAsync(Token), format);
        Assert.Equal("", result.Message);
        Assert.Contains(result.Exposition!.Points, point => point.Name == "http_requests_total" && point.Labels["version"] == "a\"b\\c\nd");
        Assert.Equal(format == ExpositionFormat.OpenMetrics ? "info" : "gauge", result.Exposition.Families[format == ExpositionFormat.OpenMetrics ? "workload_build" : "workload_build_info"].Type);
        Assert.InRange(Assert.Single(result.Exposition.Points, point => point.Name == "process_resident_memory_bytes").Value, 1e6, 1e11);
    }

    [Fact]
    public async Task Checkout_WithTheSameSeed_GivesTheSameOutcomes()
    {
        string first = await OutcomesAsync(new() { Seed = 3, ErrorRate = 0.3, MedianMilliseconds = 0 }, 60);
        Assert.Equal(first, await OutcomesAsync(new() { Seed = 3, ErrorRate = 0.3, MedianMilliseconds = 0 }, 60));
        Assert.NotEqual(first, await OutcomesAsync(new() { Seed = 4, ErrorRate = 0.3, MedianMilliseconds = 0 }, 60));
        Assert.InRange(first.Count(outcome => outcome == '5'), 8, 28); // 18 expected of 60, sd 3.5
    }

    [Fact]
    public async Task Fault_Errors_TurnsOnAndOffWhileRunning()
    {
        await using WorkloadInstance instance = await WorkloadInstance.StartAsync(new() { ErrorRate = 0, AddedErrorRate = 1, MedianMilliseconds = 0 }, TimeProvider.System, Token);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(instance.Address, "/checkout"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri(instance.Address, "/fault?kind=errors"), null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync(new Uri(instance.Address, "/checkout"), Token)).StatusCode);
        using HttpResponseMessage unknown = await client.PostAsync(new Uri(instance.Address, "/fault?kind=slow"), null, Token);
        Assert.Equal((HttpStatusCode.BadRequest, "kind is 'slow': use one of none, errors, latency, leak\n"), (unknown.StatusCode, await unknown.Content.ReadAsStringAsync(Token)));
        Assert.Equal(Fault.Errors, instance.Fault);
        instance.Fault = Fault.None;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(instance.Address, "/checkout"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(instance.Address, "/healthz"), Token)).StatusCode);
    }

    [Fact]
    public async Task Fault_Leak_GrowsWithTheClockUpToItsLimit()
    {
        var clock = new FakeTimeProvider();
        var options = new WorkloadOptions { SharedResidentBytes = 1000, LeakBytesPerSecond = 1 << 20, LeakLimitBytes = 3 << 20, Fault = Fault.Leak };
        await using WorkloadInstance instance = await WorkloadInstance.StartAsync(options, clock, Token);
        Assert.Equal(1000, await MemoryAsync(instance));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000 + (1 << 20), await MemoryAsync(instance));
        instance.Fault = Fault.None;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000 + (1 << 20), await MemoryAsync(instance)); // what leaked stays
        instance.Fault = Fault.Leak;
        clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(1000 + (3 << 20), await MemoryAsync(instance));
    }

    [Fact]
    public async Task Fault_Latency_MakesItsShareOfRequestsLonger()
    {
        // A request is never shorter than its draw: 500 ms in the median with the fault, 5 ms without.
        var options = new WorkloadOptions { Fault = Fault.Latency, LatencyShare = 1, LatencyFactor = 100, MedianMilliseconds = 5 };
        await using WorkloadInstance instance = await WorkloadInstance.StartAsync(options, TimeProvider.System, Token);
        using var client = new HttpClient();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync(new Uri(instance.Address, "/checkout"), Token)));
        double seconds = (await PointAsync(instance, "http_request_duration_seconds_sum")).Value;
        Assert.Equal(20, (await PointAsync(instance, "http_request_duration_seconds_count")).Value);
        Assert.True(seconds / 20 > 0.3, $"the mean was {seconds / 20} s");
    }

    [Fact]
    public async Task LoadGenerator_Cancelled_EndsWithWhatItDid()
    {
        await using SampleRollout rollout = await SampleRollout.StartAsync(Fault.None, 1, 200, 0.5, TimeProvider.System, Token);
        using var ends = new CancellationTokenSource();
        Task<LoadReport> load = rollout.Load.RunAsync(Timeout.InfiniteTimeSpan, ends.Token);
        while (rollout.Load.Report.Canary < 5) await Task.Yield();
        await ends.CancelAsync();
        LoadReport report = await load;
        Assert.True(report.Canary >= 5);
        // Sent in turn, answered in any order: the baseline was sent at least as many, less the one whose turn it was.
        Assert.True(report.Baseline + report.Unanswered + report.LeftOut >= report.Canary - 1, report.ToString());
        Assert.Equal(report, rollout.Load.Report); // nothing goes on after the end
    }

    [Fact]
    public async Task DisposeAsync_WhileTheLoadRuns_EndsItFirst()
    {
        SampleRollout rollout = await SampleRollout.StartAsync(Fault.None, 1, 200, 0.5, TimeProvider.System, Token);
        Task<LoadReport> load = rollout.Load.RunAsync(Timeout.InfiniteTimeSpan, Token);
        Assert.Throws<InvalidOperationException>(() => { _ = rollout.Load.RunAsync(TimeSpan.FromSeconds(1), Token); });
        while (rollout.Load.Report.Canary < 5) await Task.Yield();
        await rollout.DisposeAsync();
        Assert.True(load.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task StartAsync_AnOptionOutOfRange_IsRefused()
    {
        ArgumentOutOfRangeException problem = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WorkloadInstance.StartAsync(new() { ErrorRate = double.NaN }, TimeProvider.System, Token));
        Assert.Contains("ErrorRate lies in [0, 1]", problem.Message, StringComparison.Ordinal);
    }

    private static ScrapeSource Source(params WorkloadInstance[] instances) => new(
        new ScrapeOptions { Targets = [.. instances.Select(i => new ScrapeTarget(i.MetricsAddress, new Dictionary<string, string> { ["version"] = i.Options.Version }))] }, TimeProvider.System);

    private static async Task<double> IncreaseAsync(ScrapeSource source, string selector, long afterMillis)
    {
        var query = new PlannedQuery(Side.Canary, TermRole.Total, TermReading.Counter, selector, afterMillis, afterMillis + 3_600_000, 0);
        var metric = new MetricPolicy { Name = "requests", Kind = MetricKind.Ratio, Margin = Margin.Absolute(0.01) };
        QueryAnswer answer = (await source.MeasureAsync(new MetricPlan(metric, [query]), Token)).Answers[0];
        Assert.Null(answer.Problem);
        Assert.NotEmpty(answer.Series);
        return answer.Series.Sum(series => series.Values[^1] - series.Values[0]);
    }

    private static async Task<string> OutcomesAsync(WorkloadOptions options, int requests)
    {
        await using WorkloadInstance instance = await WorkloadInstance.StartAsync(options, TimeProvider.System, Token);
        using var client = new HttpClient();
        var outcomes = new char[requests];
        for (int i = 0; i < requests; i++) outcomes[i] = (await client.GetAsync(new Uri(instance.Address, "/checkout"), Token)).IsSuccessStatusCode ? '2' : '5';
        return new string(outcomes);
    }

    private static async Task<double> MemoryAsync(WorkloadInstance instance) => (await PointAsync(instance, "process_resident_memory_bytes")).Value;

    private static async Task<ExpositionPoint> PointAsync(WorkloadInstance instance, string name)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        ExpositionResult result = ExpositionParser.Parse(await client.GetByteArrayAsync(instance.MetricsAddress, Token), ExpositionFormat.Prometheus);
        return Assert.Single(result.Exposition!.Points, point => point.Name == name);
    }
}
