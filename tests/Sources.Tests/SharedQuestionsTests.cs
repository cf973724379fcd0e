using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Tests.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Sources.Tests;

public sealed class SharedQuestionsTests
{
    private readonly SharedQuestions<string, object> questions = new();
    private readonly TaskCompletionSource<object> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CancellationToken> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int asked;

    [Fact]
    public async Task Question_AskedBySeveralAtOnce_IsAskedOnceAndAllGetTheSameAnswer()
    {
        Task<object>[] asking = [.. Enumerable.Range(0, 10).Select(_ => AskAsync("up"))];
        answer.SetResult(new object());
        object[] answers = await Task.WhenAll(asking);
        Assert.Equal(1, asked);
        Assert.All(answers, one => Assert.Same(answers[0], one));
    }

    [Fact]
    public async Task Question_AskedAfterTheAnswer_IsAskedAgain()
    {
        answer.SetResult(new object());
        await AskAsync("up");
        await AskAsync("up");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task OtherQuestion_AskedAtTheSameTime_IsAskedToo()
    {
        Task<object>[] asking = [AskAsync("up"), AskAsync("down")];
        answer.SetResult(new object());
        await Task.WhenAll(asking);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Question_OneOfTwoGoes_TheOtherStillGetsTheAnswer()
    {
        using var leaving = new CancellationTokenSource();
        Task<object> gone = AskAsync("up", leaving.Token);
        Task<object> stays = AskAsync("up");
        CancellationToken question = await started.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(question.IsCancellationRequested);
        answer.SetResult(new object());
        Assert.Same(await answer.Task, await stays);
    }

    [Fact]
    public async Task Question_AllGo_IsGivenUpAndAskedAnewByTheNext()
    {
        using var leaving = new CancellationTokenSource();
        Task<object>[] asking = [AskAsync("up", leaving.Token), AskAsync("up", leaving.Token)];
        CancellationToken question = await started.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(asking));
        Assert.True(question.IsCancellationRequested);
        answer.SetResult(new object());
        await AskAsync("up");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Question_ThatFails_FailsForAllAndIsAskedAnewByTheNext()
    {
        Task<object>[] asking = [AskAsync("up"), AskAsync("up")];
        answer.SetException(new InvalidOperationException("no answer"));
        foreach (Task<object> one in asking) await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("up"));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Source_TheSameQueryForTwoMetrics_IsOneRequestAndEachGetsItsOwnAnswer()
    {
        PlannedQuery first = StubServer.Expression();
        PlannedQuery second = first with { Role = TermRole.Total };
        PlannedQuery other = first with { Text = "down" };
        PrometheusSource? source = null;
        Task<Measurement>? meanwhile = null;
        var server = new StubServer(call =>
        {
            if (call.Form["query"] == first.Text) meanwhile = source!.MeasureAsync(StubServer.Plan(second), TestContext.Current.CancellationToken);
            return StubServer.Json("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1760000060,"1"]]}]}}""");
        });
        using (source = server.Source())
        {
            Measurement[] measurements = [await source.MeasureAsync(StubServer.Plan(first, other), TestContext.Current.CancellationToken), await meanwhile!];
            Assert.Equal(["down", "up"], server.Calls.Select(call => call.Form["query"]).Order());
            Assert.Same(first, measurements[0].Answers[0].Query);
            Assert.Same(second, Assert.Single(measurements[1].Answers).Query);
            Assert.Equal([1.0], Assert.Single(measurements[1].Answers[0].Series).Values);
        }
    }

    [Fact]
    public async Task KeptAnswer_ServesThoseWhoAskInTime_AndIsThenAskedAnew()
    {
        FakeTimeProvider clock = new();
        List<bool> shared = [];
        SharedQuestions<string, object> keeping = new(new AnswerKeeping<object>(TimeSpan.FromSeconds(5), 10, _ => true, clock), shared.Add);
        answer.SetResult(new object());

        await AskAsync("up", of: keeping);
        clock.Advance(TimeSpan.FromSeconds(4));
        await AskAsync("up", of: keeping);
        Assert.Equal(1, asked);
        clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync("up", of: keeping);

        Assert.Equal(2, asked);
        Assert.Equal([false, true, false], shared);
    }

    [Fact]
    public async Task AnswerThatIsNotWorthIt_OrBeyondTheMost_IsNotKept()
    {
        FakeTimeProvider clock = new();
        SharedQuestions<string, object> keeping = new(new AnswerKeeping<object>(TimeSpan.FromSeconds(5), 1, one => one is not string, clock));
        answer.SetResult("too large");
        await AskAsync("large", of: keeping);
        await AskAsync("large", of: keeping);
        Assert.Equal(2, asked);

        SharedQuestions<string, object> small = new(new AnswerKeeping<object>(TimeSpan.FromSeconds(5), 1, _ => true, clock));
        foreach (string question in (string[])["one", "two", "one", "two"]) await AskAsync(question, of: small);
        Assert.Equal(2 + 3, asked);
    }

    [Fact]
    public async Task QuestionThatFailed_IsNeverKept()
    {
        SharedQuestions<string, object> keeping = new(new AnswerKeeping<object>(TimeSpan.FromSeconds(5), 10, _ => true, new FakeTimeProvider()));
        answer.SetException(new InvalidOperationException("no answer"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("up", of: keeping));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("up", of: keeping));
        Assert.Equal(2, asked);
    }

    private Task<object> AskAsync(string question, CancellationToken? cancellation = null, SharedQuestions<string, object>? of = null) =>
        (of ?? questions).AskAsync(
            question,
            async token =>
            {
                Interlocked.Increment(ref asked);
                started.TrySetResult(token);
                return await answer.Task.WaitAsync(token);
            },
            cancellation ?? TestContext.Current.CancellationToken);
}
