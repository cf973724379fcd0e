using System.Net;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Judge: a source is asked, and what it cannot answer is a judgement.</summary>
public sealed class JudgeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_RequestWithEverythingWrong_IsToldEverythingAtOnce()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync();
        JudgeRequest request = new()
        {
            Policy = new PolicyChoice { Text = Requests.PolicyText.Replace("margin: 0.5pp", "margin: 0", StringComparison.Ordinal) },
            Baseline = new Scope { Matchers = { new LabelMatcher { Label = "version", Value = "v1" } } },
            Range = new TimeRange { To = Timestamp.FromDateTimeOffset(new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)) },
            Source = "elsewhere",
        };

        IReadOnlyList<Google.Rpc.BadRequest.Types.FieldViolation> violations = await Failures.OfAsync(analyzer.Client.JudgeAsync(request, cancellationToken: Token));

        Assert.Equal(["policy.text", "baseline.matchers[0].operator", "canary.matchers", "range.from", "range.to", "source"], violations.Select(v => v.Field));
        Assert.StartsWith("line 13, column", violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_WhatOnlyThePlanShows_IsToldWithPathsOfTheRequest()
    {
        await using FakePrometheus prometheus = await FakePrometheus.EmptyAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);
        JudgeRequest sameSides = Requests.Judge();
        sameSides.Canary = sameSides.Baseline.Clone();
        JudgeRequest tooShort = Requests.Judge();
        tooShort.Since = Duration.FromTimeSpan(TimeSpan.FromSeconds(90));
        JudgeRequest noQueries = Requests.Judge();
        noQueries.Policy = new PolicyChoice { Inline = new CanaryPolicy { Name = "p", Metrics = { new MetricPolicy { Name = "m", Margin = new Margin { Absolute = 1 }, Series = new SeriesMetric() } } } };

        Assert.Equal(["canary"], await Failures.FieldsOfAsync(analyzer.Client.JudgeAsync(sameSides, cancellationToken: Token)));
        Assert.Equal(["since"], await Failures.FieldsOfAsync(analyzer.Client.JudgeAsync(tooShort, cancellationToken: Token)));
        Assert.Equal(["policy.inline.metrics[0]"], await Failures.FieldsOfAsync(analyzer.Client.JudgeAsync(noQueries, cancellationToken: Token)));
        Assert.Empty(prometheus.Authorizations);
    }

    [Fact]
    public async Task Judge_SourceWithoutSeries_IsNoDataAndPause()
    {
        await using FakePrometheus prometheus = await FakePrometheus.EmptyAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);

        JudgeResponse answer = await analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token);

        Assert.Equal(VerdictOutcome.Pause, answer.Verdict.Outcome);
        Assert.False(answer.Verdict.CouldNotJudge);
        Assert.Equal(("checkout", "main"), (answer.Policy, answer.Source));
        Assert.Equal((30, 30), (answer.Windows.Count, answer.Windows.History));
        Judgement judgement = Assert.Single(answer.Verdict.Judgements);
        Assert.Equal(JudgementOutcome.NoData, judgement.Outcome);
        Assert.Equal(["bad", "total", "bad", "total"], judgement.Queries.Select(q => q.Role));
        Assert.Contains(judgement.Queries, q => q.Side == Side.Canary && q.Text.Contains("version=\"v2\"", StringComparison.Ordinal));
        Assert.Contains(judgement.Faults, f => f.Kind == DataFaultKind.NoSeries);
    }

    [Fact]
    public async Task Judge_SourceThatRefuses_IsAJudgementOfErrorNotAFailedCall()
    {
        await using FakePrometheus prometheus = await FakePrometheus.AnswerAsync(HttpStatusCode.BadRequest, """{"status":"error","errorType":"bad_data","error":"parse error: unexpected end of input"}""");
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);

        JudgeResponse answer = await analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token);

        Assert.Equal(VerdictOutcome.Pause, answer.Verdict.Outcome);
        Assert.True(answer.Verdict.CouldNotJudge);
        Judgement judgement = Assert.Single(answer.Verdict.Judgements);
        Assert.Equal(JudgementOutcome.Error, judgement.Outcome);
        SourceProblem problem = judgement.Problems[0];
        Assert.Equal((SourceProblemKind.Rejected, 400), (problem.Kind, problem.Status));
        Assert.Contains("unexpected end of input", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_CallersDeadline_HangsUpOnTheSource()
    {
        await using FakePrometheus prometheus = await FakePrometheus.SilentAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);

        // A deadline that passes before the source is asked shows nothing: on a busy machine a longer one is tried.
        for (int seconds = 1; !prometheus.Asked.IsCompleted && seconds <= 64; seconds *= 2)
        {
            RpcException ended = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.JudgeAsync(Requests.Judge(), deadline: DateTime.UtcNow.AddSeconds(seconds), cancellationToken: Token));
            Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
        }

        await prometheus.HungUp.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task Judge_CancelledByTheCaller_HangsUpOnTheSource()
    {
        await using FakePrometheus prometheus = await FakePrometheus.SilentAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:main:Address=" + prometheus.Address);
        using CancellationTokenSource caller = new();

        AsyncUnaryCall<JudgeResponse> call = analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: caller.Token);
        await prometheus.Asked.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await caller.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await prometheus.HungUp.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task Judge_LongerThanTheServiceAllows_EndsWithTheBoundAndHangsUpOnTheSource()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using FakePrometheus prometheus = await FakePrometheus.SilentAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(clock),
            "--Limits:CallSeconds=7",
            "--Sources:Prometheus:main:Timeout=00:05:00",
            "--Sources:Prometheus:main:Address=" + prometheus.Address);

        AsyncUnaryCall<JudgeResponse> call = analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token);
        await prometheus.Asked.WaitAsync(TimeSpan.FromSeconds(60), Token);
        clock.Advance(TimeSpan.FromSeconds(8));

        RpcException ended = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.DeadlineExceeded, ended.StatusCode);
        Assert.Contains("limit of 7 s", ended.Status.Detail, StringComparison.Ordinal);
        await prometheus.HungUp.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task Judge_WithSeveralSources_AsksTheNamedOneOrTheDefault()
    {
        await using FakePrometheus one = await FakePrometheus.EmptyAsync();
        await using FakePrometheus two = await FakePrometheus.EmptyAsync();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Sources:Prometheus:one:Address=" + one.Address, "--Sources:Prometheus:two:Address=" + two.Address, "--Sources:Default=two");
        JudgeRequest named = Requests.Judge();
        named.Source = "one";

        Assert.Equal("two", (await analyzer.Client.JudgeAsync(Requests.Judge(), cancellationToken: Token)).Source);
        Assert.Empty(one.Authorizations);
        Assert.Equal("one", (await analyzer.Client.JudgeAsync(named, cancellationToken: Token)).Source);
        Assert.NotEmpty(one.Authorizations);
    }
}
