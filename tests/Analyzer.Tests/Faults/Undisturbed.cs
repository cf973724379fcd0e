using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Judging.Policies;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>An analysis that decides nothing until its horizon, and the record that a service writes of it when nothing goes wrong.</summary>
internal static class Undisturbed
{
    public const int Horizon = 20;

    // A margin that no traffic shows, and too few windows after warm-up for the test at the horizon.
    private static readonly CanaryPolicy Policy = Starts.Policy(Starts.PolicyText
        .Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("warmup: 1", "warmup: 14", StringComparison.Ordinal).Replace("margin: 0.3pp", "margin: 0.001pp", StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A start whose windows have all ended.</summary>
    public static AnalysisStart Start()
    {
        AnalysisStart start = Starts.Of();
        return start with { StartMillis = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - Horizon * 5 - 10) * 1000, Definition = start.Definition with { Policy = Policy } };
    }

    /// <summary>The record of a start.</summary>
    public static async Task<string> RecordAsync(Databases databases, MetricsStub metrics, AnalysisStart start)
    {
        string setting = await databases.NewAsync(Databases.Sqlite);
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(setting, $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00");
        string id = (await analyzer.Services.GetRequiredService<AnalysisDesk>().StartAsync(start, Token)).Analysis!.Id;
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        await UntilAsync(async () => (await store.Desk.FindAsync(id, Token))!.State == AnalysisState.Held);
        return await store.RecordAsync(id);
    }

    /// <summary>Looks until it is so, two minutes at most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }
}
