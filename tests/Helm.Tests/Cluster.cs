using CanaryJudge.TestKit.Kubernetes;

[assembly: AssemblyFixture(typeof(CanaryJudge.Helm.Tests.Cluster))]

namespace CanaryJudge.Helm.Tests;

/// <summary>One real API server for all tests here, started when it is first asked for.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly Lazy<Task<KubernetesServer>> _server = new(StartAsync);

    /// <summary>The server; the test is skipped, with the reason and the command, when its programs are not there.</summary>
    public async Task<KubernetesServer> ServerAsync()
    {
        Assert.SkipUnless(KubernetesServer.IsInstalled, KubernetesServer.MissingReason);
        return await _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }

    // The namespaces that value sets speak of.
    private static async Task<KubernetesServer> StartAsync()
    {
        KubernetesServer server = await KubernetesServer.StartAsync(TestContext.Current.CancellationToken);
        foreach (string name in new[] { "shop", "search" }) await server.Objects.CreateAsync("api/v1/namespaces", $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""", TestContext.Current.CancellationToken);
        return server;
    }
}
