using CanaryJudge.Analyzer.Tests.Kubernetes;
using CanaryJudge.TestKit.Kubernetes;

[assembly: AssemblyFixture(typeof(Clusters))]

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>One Kubernetes for all tests; the first that needs it starts it.</summary>
public sealed class Clusters : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private KubernetesServer? server;

    /// <summary>The server. Skips the test when its programs are not there.</summary>
    public async Task<KubernetesServer> GetAsync()
    {
        Assert.SkipUnless(KubernetesServer.IsInstalled, KubernetesServer.MissingReason);
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return server ??= await KubernetesServer.StartAsync(TestContext.Current.CancellationToken);
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
