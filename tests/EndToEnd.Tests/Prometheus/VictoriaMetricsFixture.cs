using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>One VictoriaMetrics with <see cref="Samples"/>, for the tests that only read it; started by the first of them.</summary>
public sealed class VictoriaMetricsFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private VictoriaMetricsServer? server;

    /// <summary>Where it serves. Skips the test when VictoriaMetrics is not there.</summary>
    public async Task<Uri> AddressAsync()
    {
        Assert.SkipUnless(VictoriaMetricsServer.IsInstalled, VictoriaMetricsServer.MissingReason);
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (server is null)
            {
                VictoriaMetricsServer started = await VictoriaMetricsServer.StartAsync(TestContext.Current.CancellationToken);
                server = started;
                await started.WriteAsync([Samples.Good, Samples.Bad, Samples.Reset, Samples.Gap, Samples.Stale, .. Samples.Classic], TestContext.Current.CancellationToken);
            }
            return server.BaseAddress;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        gate.Dispose();
    }
}
