using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>A service that acts on rollouts in this process.</summary>
internal sealed class ActingService : IAsyncDisposable
{
    public const string Target = "shop/checkout";

    /// <summary>Thirty windows of 5 s, so that a rollout's past is short.</summary>
    public static readonly string Policy = Starts.PolicyText.Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 30", StringComparison.Ordinal);

    private ActingService(MetricsStub metrics, RunningAnalyzer analyzer, MemoryKind kind) => (Metrics, Analyzer, Kind) = (metrics, analyzer, kind);

    public MetricsStub Metrics { get; }

    public RunningAnalyzer Analyzer { get; }

    public MemoryKind Kind { get; }

    public MemoryRollout Cluster => Kind.Of(Target);

    public AnalysisDesk Analyses => Analyzer.Services.GetRequiredService<AnalysisDesk>();

    public RolloutDesk Desk => Analyzer.Services.GetRequiredService<RolloutDesk>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<ActingService> StartAsync(string store, params string[] settings) => StartAsync(store, new MemoryKind(), null, settings);

    public static async Task<ActingService> StartAsync(string store, MemoryKind kind, Action<WebApplicationBuilder>? adjust, params string[] settings)
    {
        MetricsStub metrics = MetricsStub.Start();
        string[] all =
        [
            store, $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00", "--Rollouts:Poll=00:00:00.1", "--Rollouts:Mode=Act", .. TargetSettings(Target), .. settings,
        ];
        return new ActingService(
            metrics,
            await RunningAnalyzer.StartAsync(
                builder =>
                {
                    builder.Services.AddSingleton<IRolloutKind>(kind);
                    adjust?.Invoke(builder);
                },
                all),
            kind);
    }

    public static string[] TargetSettings(string target) => [$"--Rollouts:Targets:{target}:Kind=memory", $"--Rollouts:Targets:{target}:Settings:Any=1"];

    /// <summary>Starts the analysis of a rollout that began as long ago as its horizon.</summary>
    public async Task<string> JudgeAsync(string target = Target, string? policy = null)
    {
        AnalysisStart start = Starts.Of(target);
        start = start with { Definition = start.Definition with { Policy = Starts.Policy(policy ?? Policy) } };
        long begun = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 155) * 1000;
        return await StartAsync(start with { StartMillis = begun });
    }

    /// <summary>Starts an analysis whose first window is far away.</summary>
    public Task<string> BeginAsync(string target = Target) => StartAsync(Starts.Of(target) with { StartMillis = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() });

    /// <summary>Starts an analysis, and a person decides it at once.</summary>
    public async Task<string> DecideAsync(VerdictOutcome decision = VerdictOutcome.Rollback, string target = Target)
    {
        string id = await BeginAsync(target);
        ChangeResult decided = await Analyses.OverrideAsync(id, decision, "ann", "the carts are broken", Token);
        Assert.True(decided.IsChanged);
        return id;
    }

    /// <summary>The events of an analysis to its end.</summary>
    public async Task<List<AnalysisEvent>> EventsAsync(string id, Func<AnalysisEvent, bool>? isLast = null)
    {
        List<AnalysisEvent> events = [];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (AnalysisEvent made in Analyses.WatchAsync(id, 0, limit.Token))
        {
            events.Add(made);
            if (isLast?.Invoke(made) == true) break;
        }

        return events;
    }

    /// <summary>The action of an analysis, with its steps.</summary>
    public async Task<RolloutAction> ActionAsync(string analysis)
    {
        RolloutAction found = Assert.Single((await Desk.ListAsync(new ActionFilter { AnalysisId = analysis }, Token)).Actions);
        return (await Desk.FindAsync(found.Id, Token))!;
    }

    /// <summary>An action once it has ended.</summary>
    public async Task<RolloutAction> EndOfAsync(string action)
    {
        RolloutAction? last = null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (RolloutAction seen in Desk.WatchAsync(action, limit.Token)) last = seen;
        return last!;
    }

    /// <summary>Looks until it is so, two minutes at most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Analyzer.DisposeAsync();
        await Metrics.DisposeAsync();
    }

    private async Task<string> StartAsync(AnalysisStart start)
    {
        StartResult result = await Analyses.StartAsync(start, Token);
        Assert.Empty(result.Violations);
        Assert.Null(result.Refusal);
        return result.Analysis!.Id;
    }
}
