using System.Globalization;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>
/// Many analyses at a time in one replica. eng/soak.sh runs it longer and larger, by the variables SOAK_ANALYSES, SOAK_SECONDS, SOAK_STORE and SOAK_INTERVAL.
/// It tells how late verdicts were, and what they took; how late they may be depends on the machine, so that only what is lost or doubled fails it.
/// </summary>
public sealed class SoakTests(Databases databases)
{
    private static readonly int Interval = Setting("SOAK_INTERVAL", 10);

    private static readonly string Policy = Starts.PolicyText
        .Replace("interval: 1m", $"interval: {Interval}s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 10000", StringComparison.Ordinal).Replace("margin: 0.3pp", "margin: 0.0001pp", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyAnalyses_LoseNoWindow()
    {
        int analyses = Setting("SOAK_ANALYSES", 200), seconds = Setting("SOAK_SECONDS", 15);
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.StepMillis = Interval * 500;
        string setting = await databases.NewAsync(Environment.GetEnvironmentVariable("SOAK_STORE") ?? Databases.Sqlite);
        await using Store store = await Store.OpenAsync(setting, metrics.Address);
        await using Replica replica = Replica.Start(setting, metrics.Address);
        await replica.WaitForAsync("Analyses are kept in");
        long empty = await store.SizeAsync(), before = metrics.Asked;
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 2000 + 20L * analyses;
        for (int k = 0; k < analyses; k++) await store.StartAsync(One(k, start + 1000L * Interval * k / analyses));

        TimeSpan rest = TimeSpan.FromMilliseconds(start - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await Task.Delay(rest + TimeSpan.FromSeconds(seconds + Interval), TimeProvider.System, Token);

        double[] late = await store.LatenessAsync();
        long windows = await store.WindowsAsync();
        Assert.NotEmpty(late);
        string[] status = await File.ReadAllLinesAsync($"/proc/{replica.ProcessId}/status", Token);
        double cpu = Processor(await File.ReadAllTextAsync($"/proc/{replica.ProcessId}/stat", Token));
        await replica.SignalAsync("TERM");
        await replica.EndAsync();
        long bytes = (await store.SizeAsync() - empty) / Math.Max(1, windows);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {analyses} analyses of 2 metrics every {Interval} s for {seconds} s: {late.Length} verdicts, lateness p50 {At(late, 0.5):0.000} s, p99 {At(late, 0.99):0.000} s, worst {late[^1]:0.000} s
            {metrics.Asked - before} questions, {cpu:0.0} s of processor ({1000 * cpu / late.Length:0.0} ms a verdict), {string.Join(", ", status.Where(l => l.StartsWith("VmRSS", StringComparison.Ordinal) || l.StartsWith("VmHWM", StringComparison.Ordinal)).Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))}
            store: {bytes} bytes a window
            """));
        Assert.True(windows >= late.Length && late.Length > analyses / 2, $"{windows} windows, {late.Length} verdicts");
        Assert.DoesNotContain("was lost", replica.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be judged", replica.Log, StringComparison.Ordinal);
        await AssertWholeAsync(store);
    }

    private static AnalysisStart One(int number, long startMillis)
    {
        AnalysisStart one = Starts.Of("target " + number);
        return one with
        {
            StartMillis = startMillis,
            Definition = one.Definition with { Policy = Starts.Policy(Policy), Baseline = Scope("v1", number), Canary = Scope("v2", number) },
        };
    }

    // Every analysis asks for itself: no question is shared.
    private static Judging.Planning.Scope Scope(string version, int number) => Starts.Scope($"version={version},service=s{number}");

    private static async Task AssertWholeAsync(Store store)
    {
        string? page = null;
        do
        {
            AnalysisPage some = await store.Desk.ListAsync(new AnalysisFilter { PageToken = page, PageSize = 500 }, Token);
            Assert.All(some.Analyses, a => Assert.Equal(a.WindowsElapsed + 1, a.Sequence));
            page = some.NextToken;
        }
        while (page is not null);
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];

    // Ticks of user and system time, of which there are a hundred a second on every Linux.
    private static double Processor(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
