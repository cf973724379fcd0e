using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace CanaryJudge.Analyzer.Tests.Faults;

/// <summary>A wall clock that is put forward and back while analyses run: windows come early or late, each once, and nothing is promoted by it.</summary>
public sealed class ClockTests(Databases databases)
{
    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task ClockThatIsPutBackAndForward_CostsNoWindow_AndJudgesNoneTwice(string kind)
    {
        MovedClock clock = new();
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.Before = _ => Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        string setting = await databases.NewAsync(kind);
        AnalysisStart start = Undisturbed.Start();
        await using RunningAnalyzer analyzer = await StartAsync(clock, setting, metrics);
        AnalysisDesk desk = analyzer.Services.GetRequiredService<AnalysisDesk>();
        string id = (await desk.StartAsync(start, Token)).Analysis!.Id;
        await ReachAsync(desk, id, 3);

        // Leases that were given now run out in an hour; forward again, they have run out long ago.
        clock.Offset = TimeSpan.FromHours(-1);
        clock.Offset = TimeSpan.FromHours(1);
        await ReachAsync(desk, id, 8);
        clock.Offset = TimeSpan.FromHours(-1);
        clock.Offset = TimeSpan.Zero;
        await ReachAsync(desk, id, Undisturbed.Horizon);

        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        Assert.Equal(await Undisturbed.RecordAsync(databases, metrics, start), await store.RecordAsync(id));
    }

    [Fact]
    public async Task ClockThatIsPutForwardPastTheHold_EndsAHeldAnalysisWithoutADecision()
    {
        MovedClock clock = new();
        await using MetricsStub metrics = MetricsStub.Start();
        await using RunningAnalyzer analyzer = await StartAsync(clock, await databases.NewAsync(Databases.Sqlite), metrics);
        AnalysisDesk desk = analyzer.Services.GetRequiredService<AnalysisDesk>();
        string id = (await desk.StartAsync(Undisturbed.Start(), Token)).Analysis!.Id;
        await Undisturbed.UntilAsync(async () => (await desk.FindAsync(id, Token))!.State == AnalysisState.Held);

        clock.Offset = TimeSpan.FromDays(8);
        await Undisturbed.UntilAsync(async () => (await desk.FindAsync(id, Token))!.State == AnalysisState.Ended);

        Analysis ended = (await desk.FindAsync(id, Token))!;
        Assert.Equal((AnalysisEnding.Expired, null), (ended.Ending!.Value, ended.Decision));
    }

    private static Task<RunningAnalyzer> StartAsync(MovedClock clock, string setting, MetricsStub metrics) => RunningAnalyzer.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(clock), setting, $"--Sources:Prometheus:main:Address={metrics.Address}", "--Analyses:ScrapeDelay=00:00:00");

    private static Task ReachAsync(AnalysisDesk desk, string id, int windows) => Undisturbed.UntilAsync(async () => (await desk.FindAsync(id, Token))!.WindowsElapsed >= windows);
}
