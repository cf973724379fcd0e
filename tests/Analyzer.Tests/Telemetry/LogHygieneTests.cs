using System.Diagnostics;
using System.Net;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>What the service logs: enough to find a call, nothing that opens a door.</summary>
public sealed class LogHygieneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailingCall_WithCredentials_LeavesNoneInAnyLogLineOrAnswer()
    {
        string token = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge").FullName, "token");
        await File.WriteAllTextAsync(token, "s3cret-bearer", Token);
        await using FakePrometheus bearer = await FakePrometheus.AnswerAsync(HttpStatusCode.Unauthorized, "denied for token s3cret-bearer");
        await using FakePrometheus basic = await FakePrometheus.AnswerAsync(HttpStatusCode.Forbidden, "denied for s3cret-password and s3cret-header");
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            "--Sources:Prometheus:bearer:Address=" + bearer.Address, "--Sources:Prometheus:bearer:BearerTokenFile=" + token,
            "--Sources:Prometheus:basic:Address=" + basic.Address, "--Sources:Prometheus:basic:Username=someone", "--Sources:Prometheus:basic:Password=s3cret-password", "--Sources:Prometheus:basic:Headers:X-Key=s3cret-header");

        foreach ((string source, FakePrometheus server) in new[] { ("bearer", bearer), ("basic", basic) })
        {
            JudgeRequest request = Requests.Judge();
            request.Source = source;
            JudgeResponse answer = await analyzer.Client.JudgeAsync(request, new Metadata { { "authorization", "Bearer s3cret-of-the-caller" } }, cancellationToken: Token);

            Assert.Equal(SourceProblemKind.Unauthorized, answer.Verdict.Judgements[0].Problems[0].Kind);
            Assert.DoesNotContain("s3cret", answer.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.Contains(server.Authorizations, sent => sent.Length > 0);
        }

        Assert.NotEmpty(analyzer.Logs.Lines);
        Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains("s3cret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task JudgedCall_IsOneLineWithItsTraceId()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        using Activity caller = new Activity("caller").Start();

        await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token);

        await analyzer.Logs.UntilAsync("JudgeMeasurements");
        string line = Assert.Single(analyzer.Logs.Lines, l => l.Contains("JudgeMeasurements", StringComparison.Ordinal));
        Assert.Contains($"\"@tr\":\"{caller.TraceId.ToHexString()}\"", line, StringComparison.Ordinal);
        Assert.Contains("\"Outcome\":\"rollback\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(analyzer.Logs.Lines, l => l.Contains("\"SourceContext\":\"Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProbeOfAServiceThatStops_IsNotReady_AndNoError()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        analyzer.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        HealthReport report = await analyzer.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "serving", Token);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains("HealthChecks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DefectOfTheService_IsInternalWithoutDetails_AndLoggedUnderTheTraceId()
    {
        BreakingClock clock = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock));
        clock.IsBroken = true;

        RpcException failed = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.1), cancellationToken: Token));

        Assert.Equal(StatusCode.Internal, failed.StatusCode);
        Assert.DoesNotContain("broken on purpose", failed.Status.Detail, StringComparison.Ordinal);
        string line = Assert.Single(analyzer.Logs.Lines, l => l.Contains("broken on purpose", StringComparison.Ordinal) && l.Contains("The call", StringComparison.Ordinal));
        string traceId = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("@tr").GetString()!;
        Assert.Contains(traceId, failed.Status.Detail, StringComparison.Ordinal);
    }

    private sealed class BreakingClock : TimeProvider
    {
        private volatile bool _isBroken;

        public bool IsBroken
        {
            set => _isBroken = value;
        }

        public override long GetTimestamp() => _isBroken ? throw new InvalidOperationException("broken on purpose") : base.GetTimestamp();
    }
}
