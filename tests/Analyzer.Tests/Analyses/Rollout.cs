using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Sources.Recordings;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>A service with a stub at the place of Prometheus, in which rollouts of the past are judged as quickly as it can: every window has ended already.</summary>
internal sealed class Rollout : IAsyncDisposable
{
    private Rollout(MetricsStub metrics, RunningAnalyzer analyzer) => (Metrics, Analyzer) = (metrics, analyzer);

    public MetricsStub Metrics { get; }

    public RunningAnalyzer Analyzer { get; }

    public AnalysisDesk Desk => Analyzer.Services.GetRequiredService<AnalysisDesk>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Rollout> StartAsync(params string[] settings)
    {
        MetricsStub metrics = MetricsStub.Start();
        string[] all = [$"--Sources:Prometheus:main:Address={metrics.Address}", "--Sources:Prometheus:main:Attempts=1", "--Analyses:ScrapeDelay=00:00:00", .. settings];
        return new Rollout(metrics, await RunningAnalyzer.StartAsync(all));
    }

    /// <summary>Starts the analysis of a rollout that began as long ago as its horizon.</summary>
    public async Task<string> BeginAsync(string policy = Starts.PolicyText, string target = "shop/checkout")
    {
        AnalysisStart start = Starts.Of(target);
        start = start with { Definition = start.Definition with { Policy = Starts.Policy(policy) } };
        long start0 = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ToUnixTimeMilliseconds() - (long)start.Definition.Policy.Interval.TotalMilliseconds * start.Definition.Policy.Horizon - 5000;
        StartResult result = await Desk.StartAsync(start with { StartMillis = start0 }, Token);
        Assert.Empty(result.Violations);
        return result.Analysis!.Id;
    }

    /// <summary>Its events until one is the last that is wanted.</summary>
    public async Task<List<AnalysisEvent>> EventsUntilAsync(string id, Func<AnalysisEvent, bool> isLast)
    {
        List<AnalysisEvent> events = [];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (AnalysisEvent made in Desk.WatchAsync(id, 0, limit.Token))
        {
            events.Add(made);
            if (isLast(made)) break;
        }

        return events;
    }

    /// <summary>Judges the record again up to every judged event, and compares every bit of what was told then.</summary>
    public async Task AssertReplaysAsync(string id, IEnumerable<AnalysisEvent> events)
    {
        foreach (AnalysisEvent told in events.Where(e => e.Kind == AnalysisEventKind.Judged))
        {
            Recording recording = (await Desk.RecordingAsync(id, told.WindowsElapsed, Token))!;
            Verdict again = Judging.Judge.Evaluate(recording.Policy, recording.Metrics);
            Assert.Equal((told.Outcome, told.Reason, Flat(told.Score)), (again.Found, again.Reason, Flat(again.Score)));
            Assert.Equal(JudgementContent.Write(told.Judgements), JudgementContent.Write(MetricJudgement.Of(again)));
        }
    }

    private static string? Flat(CanaryScore? score) => score is null ? null : $"{score with { Groups = [] }} {string.Join(' ', score.Groups)}";

    /// <summary>Makes an analysis due now, as the passing of time would.</summary>
    public Task<int> MakeDueAsync(string id) => Analyzer.Services.GetRequiredService<StoreDatabase>().WriteAsync(transaction => transaction.ExecuteAsync("update analysis set due_millis = 0, tick_millis = 0 where id = @id", new { id }), Token);

    /// <summary>Looks until it is so, half a minute at most.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    /// <summary>Looks until it is so, half a minute at most.</summary>
    public Task WaitUntilAsync(Func<bool> isSo) => WaitUntilAsync(() => Task.FromResult(isSo()));

    public async ValueTask DisposeAsync()
    {
        await Analyzer.DisposeAsync();
        await Metrics.DisposeAsync();
    }
}
