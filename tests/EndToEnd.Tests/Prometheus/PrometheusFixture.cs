using CanaryJudge.EndToEnd.Tests.Prometheus;
using CanaryJudge.TestKit;

[assembly: AssemblyFixture(typeof(PrometheusFixture))]

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>One Prometheus with <see cref="Samples"/>, for the tests that only read it; started by the first of them.</summary>
public sealed class PrometheusFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private PrometheusServer? server;

    /// <summary>Where it serves. Skips the test when Prometheus is not there.</summary>
    public async Task<Uri> AddressAsync()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (server is null)
            {
                PrometheusServer started = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
                server = started;
                await started.WriteAsync([Samples.Good, Samples.Bad, Samples.Reset, Samples.Gap, Samples.Stale, Samples.Odd, .. Samples.Classic, Samples.Native], TestContext.Current.CancellationToken);
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
