using System.Net;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using HealthClient = Grpc.Health.V1.Health.HealthClient;

namespace CanaryJudge.Analyzer.Tests.Sources;

/// <summary>A service that scrapes both sides itself.</summary>
public sealed class ScrapeSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Sources:Scrape:pair:Interval=00:00:05", "Sources:Scrape:pair:Targets is empty", "name at least one page")]
    [InlineData("--Sources:Scrape:pair:Targets:canary:Labels:version=v2", "Sources:Scrape:pair:Targets:canary:Address is missing", "write the page's address")]
    [InlineData("--Sources:Scrape:pair:Targets:canary:Address=ftp://x/metrics", "Sources:Scrape:pair:Targets:canary", "not an http or https address")]
    [InlineData("--Sources:Scrape:pair:Targets:canary:Adress=http://x/metrics", "Adress", "Sources")]
    public async Task WrongSetting_KeepsTheServiceFromStarting_AndIsNamed(string setting, string key, string words)
    {
        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(setting);
        });

        Assert.Contains(key, cause.Message, StringComparison.Ordinal);
        Assert.Contains(words, cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Sources:Scrape:pair:Interval=00:00:00.01", "Interval lies in [100, 3600000]")]
    [InlineData("--Sources:Prometheus:pair:Address=http://127.0.0.1:9", "a Prometheus has that name too")]
    [InlineData("--Sources:Scrape:pair:Targets:canary:Labels:bad-label=x", "has a label 'bad-label'")]
    public async Task WrongSettingBesideATarget_KeepsTheServiceFromStarting_AndIsNamed(string setting, string words)
    {
        Exception cause = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Scrape:pair:Targets:canary:Address=http://127.0.0.1:9/metrics", setting);
        });

        Assert.Contains(words, cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoTargets_AreScrapedFromTheStart_AndJudged()
    {
        await using FakePrometheus target = await FakePrometheus.AnswerAsync(HttpStatusCode.OK, "http_requests_total{code=\"200\"} 5\n");
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            $"--Sources:Scrape:pair:Targets:baseline:Address={target.Address}metrics", "--Sources:Scrape:pair:Targets:baseline:Labels:version=v1", "--Sources:Scrape:pair:Targets:canary:Address=http://127.0.0.1:9/metrics",
            "--Sources:Scrape:pair:Targets:canary:Labels:version=v2", "--Sources:Scrape:pair:Interval=00:00:00.1");

        await target.Asked.WaitAsync(TimeSpan.FromMinutes(1), Token);
        // Said when the round is over and kept.
        await analyzer.Logs.UntilAsync("cannot be scraped");
        JudgeResponse answer = await analyzer.Client.JudgeAsync(Requests.Judge(), deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: Token);

        Assert.Equal(VerdictOutcome.Pause, answer.Verdict.Outcome);
        Assert.Equal(["pair"], analyzer.Services.GetRequiredService<SourceCatalog>().Names);
        Assert.Contains(answer.Verdict.Judgements[0].Problems, problem => problem.Message.Contains("http://127.0.0.1:9/metrics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_OfLiveness_IsServing()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();

        HealthCheckResponse answer = await new HealthClient(analyzer.Channel).CheckAsync(new HealthCheckRequest { Service = "liveness" }, cancellationToken: Token);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }
}
