using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Analyses;

/// <summary>The service as a process of its own, which can be killed, paused, or told to die at a numbered write.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ServerProcess process;

    private Replica(ServerProcess process) => this.process = process;

    /// <summary>The process id of the service: env replaces itself by it.</summary>
    public int ProcessId => process.Id;

    public string Log => process.Log;

    /// <summary>Starts one; it ticks at once.</summary>
    /// <param name="store">The setting that names the store.</param>
    /// <param name="metrics">The metric source.</param>
    /// <param name="diesAt">The number of the write at which it dies; 0 for never.</param>
    /// <param name="settings">More settings, such as the lease.</param>
    public static Replica Start(string store, Uri metrics, int diesAt = 0, params string[] settings) => Start([$"HOST_DIES_AT={diesAt}"], store, metrics, settings);

    /// <summary>Starts one that does something at a numbered point.</summary>
    /// <param name="variables">The variables that say where and what: HOST_DIES_AT=3, HOST_STOPS_AT=3.</param>
    /// <param name="store">The setting that names the store.</param>
    /// <param name="metrics">The metric source.</param>
    /// <param name="settings">More settings.</param>
    public static Replica Start(string[] variables, string store, Uri metrics, string[] settings)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "CanaryJudge.AnalyzerHost.dll");
        return new Replica(ServerProcess.Start("env", folder =>
        [
            .. variables, "DOTNET_TieredPGO=0", "dotnet", program, store, $"--Sources:Prometheus:main:Address={metrics}", "--Listen:GrpcPort=0", "--Listen:HttpPort=",
            "--Analyses:ScrapeDelay=00:00:00", "--Log:Format=Text", .. settings,
        ]));
    }

    /// <summary>Waits until it says so in its log, or has ended.</summary>
    public Task<string> WaitForAsync(params string[] words) => process.WaitForLineAsync(line => words.Any(some => line.Contains(some, StringComparison.Ordinal)) ? line : null, TestContext.Current.CancellationToken);

    /// <summary>Waits until it has died at its numbered write, and gives what it said then.</summary>
    public async Task<string> DeathAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (Log.Split('\n').FirstOrDefault(line => line.StartsWith("DIED AT", StringComparison.Ordinal)) is { } death) return death;
            Assert.False(limit.IsCancellationRequested, "It did not die:\n" + Log);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends a signal, such as STOP.</summary>
    public Task SignalAsync(string name) => CliWrap.Cli.Wrap("kill").WithArguments(["-" + name, $"{process.Id}"]).ExecuteAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until it has ended by itself.</summary>
    public Task EndAsync() => process.WaitForEndAsync(TestContext.Current.CancellationToken);

    /// <summary>Ends it as kill -9 does.</summary>
    public async ValueTask DisposeAsync() => await process.DisposeAsync();
}
