using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class ResilienceTests
{
    private static readonly PrometheusOptions ThreeAttempts = StubServer.Options with { Attempts = 3 };
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_760_000_000));
    private readonly List<double> asked = [];

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Retry_OfWhatMayGoBetter_AsksAgainAndAnswers(int status)
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, count => count < 3 ? StubServer.Error(status, "", "busy") : StubServer.Json(StubServer.Empty));
        Assert.Null(answer.Problem);
        Assert.Equal(3, asked.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(422)]
    [InlineData(404)]
    [InlineData(501)]
    [InlineData(504)]
    public async Task Retry_OfWhatStaysAsItIs_IsNotMade(int status)
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, _ => StubServer.Error(status, "", "no"));
        Assert.Equal(status, answer.Problem?.Status);
        Assert.Single(asked);
    }

    [Fact]
    public async Task Retry_ThatNeverSucceeds_EndsAfterTheAttempts()
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, _ => StubServer.Error(503, "", "down for repair"));
        Assert.Equal(ProblemKind.Overloaded, answer.Problem?.Kind);
        Assert.Contains("down for repair", answer.Problem?.Message);
        Assert.Equal(3, asked.Count);
    }

    [Fact]
    public async Task RetryAfter_InSeconds_IsWaitedFor()
    {
        await AskAsync(ThreeAttempts, count => count == 1 ? Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))) : StubServer.Json(StubServer.Empty));
        Assert.InRange(asked[1] - asked[0], 7, 7.2);
    }

    [Fact]
    public async Task RetryAfter_AsADate_IsWaitedFor()
    {
        await AskAsync(ThreeAttempts, count => count == 1 ? Busy(new RetryConditionHeaderValue(clock.GetUtcNow().AddSeconds(12))) : StubServer.Json(StubServer.Empty));
        Assert.InRange(asked[1] - asked[0], 12, 12.2);
    }

    [Fact]
    public async Task RetryAfter_TooLong_IsAProblemAtOnce()
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, _ => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(120))));
        Assert.Equal(ProblemKind.Overloaded, answer.Problem?.Kind);
        Assert.Single(asked);
    }

    [Fact]
    public async Task Connection_ThatFails_IsTriedAgain()
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, count => count == 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused") : StubServer.Json(StubServer.Empty));
        Assert.Null(answer.Problem);
    }

    [Fact]
    public async Task Connection_ThatKeepsFailing_IsUnreachable()
    {
        QueryAnswer answer = await AskAsync(ThreeAttempts, _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name not known"));
        Assert.Equal(ProblemKind.Unreachable, answer.Problem?.Kind);
        Assert.Contains("Name not known", answer.Problem?.Message);
        Assert.Equal(3, asked.Count);
    }

    [Fact]
    public async Task CircuitBreaker_AfterManyFailures_StopsAskingAndStartsAgain()
    {
        bool down = true;
        int calls = 0;
        using PrometheusSource source = new StubServer(_ =>
        {
            calls++;
            return down ? StubServer.Error(503, "", "down") : StubServer.Json(StubServer.Empty);
        }).Source(StubServer.Options, clock);
        for (int i = 0; i < 10; i++) Assert.Equal(503, (await StubServer.AskAsync(source, StubServer.Raw())).Problem?.Status);

        SourceProblem? problem = (await StubServer.AskAsync(source, StubServer.Raw())).Problem;
        Assert.Equal(ProblemKind.Unreachable, problem?.Kind);
        Assert.Contains("not asked", problem?.Message);
        Assert.Equal(10, calls);

        down = false;
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Null((await StubServer.AskAsync(source, StubServer.Raw())).Problem);
    }

    [Fact]
    public async Task Concurrency_OfManyQuestions_StaysWithinItsBound()
    {
        using var server = new WaitingServer();
        using var source = new PrometheusSource(StubServer.Options with { Concurrency = 3 }, clock, _ => server);
        Task<Measurement> measuring = source.MeasureAsync(StubServer.Plan([.. Enumerable.Range(0, 12).Select(i => StubServer.Raw("up" + i))]), TestContext.Current.CancellationToken);
        for (int answered = 0; answered < 12; answered++) await server.AnswerOneAsync();
        Assert.All((await measuring).Answers, answer => Assert.Null(answer.Problem));
        Assert.Equal(3, server.Most);
    }

    [Fact]
    public async Task Timeout_OfEachAttempt_IsAProblem()
    {
        using var server = new WaitingServer();
        using var source = new PrometheusSource(ThreeAttempts with { Timeout = TimeSpan.FromSeconds(5) }, clock, _ => server);
        QueryAnswer answer = await EndAsync(StubServer.AskAsync(source, StubServer.Raw()));
        Assert.Equal(ProblemKind.Timeout, answer.Problem?.Kind);
        Assert.Contains("5 s", answer.Problem?.Message);
        Assert.Equal(3, server.Asked);
    }

    private static HttpResponseMessage Busy(RetryConditionHeaderValue retryAfter)
    {
        HttpResponseMessage response = StubServer.Json("slow down", HttpStatusCode.TooManyRequests, "text/plain");
        response.Headers.RetryAfter = retryAfter;
        return response;
    }

    private async Task<QueryAnswer> AskAsync(PrometheusOptions options, Func<int, HttpResponseMessage> answer)
    {
        using PrometheusSource source = new StubServer(_ =>
        {
            asked.Add((clock.GetUtcNow() - clock.Start).TotalSeconds);
            return answer(asked.Count);
        }).Source(options, clock);
        return await EndAsync(StubServer.AskAsync(source, StubServer.Raw()));
    }

    /// <summary>Lets the fake clock run until the task has ended: continuations run where time is advanced.</summary>
    private async Task<QueryAnswer> EndAsync(Task<QueryAnswer> asking)
    {
        for (int tenths = 0; tenths < 6_000 && !asking.IsCompleted; tenths++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        return await asking.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>Answers only when told to.</summary>
    private sealed class WaitingServer : HttpMessageHandler
    {
        private readonly Channel<TaskCompletionSource<HttpResponseMessage>> waiting = Channel.CreateUnbounded<TaskCompletionSource<HttpResponseMessage>>();
        private readonly Lock gate = new();
        private int inFlight;

        public int Most { get; private set; }

        public int Asked { get; private set; }

        public async Task AnswerOneAsync() => (await waiting.Reader.ReadAsync(TestContext.Current.CancellationToken)).SetResult(StubServer.Json(StubServer.Empty));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                Asked++;
                Most = Math.Max(Most, ++inFlight);
            }
            await waiting.Writer.WriteAsync(answer, cancellationToken);
            HttpResponseMessage response = await answer.Task.WaitAsync(cancellationToken);
            lock (gate) inFlight--;
            return response;
        }
    }
}
