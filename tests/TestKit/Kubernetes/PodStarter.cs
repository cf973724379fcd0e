using System.Text.Json.Nodes;

namespace CanaryJudge.TestKit.Kubernetes;

/// <summary>Stands in for the nodes of one namespace: every pod that is made there runs and is ready soon after, until this is disposed.</summary>
public sealed class PodStarter : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim gate = new(1);
    private readonly Task work;

    internal PodStarter(KubernetesObjects objects, string inNamespace) => work = Task.Run(() => WorkAsync(objects, inNamespace, stop.Token));

    /// <summary>From now on no pod becomes ready.</summary>
    public Task PauseAsync() => gate.WaitAsync(stop.Token);

    /// <summary>Ends the pause.</summary>
    public void Resume() => gate.Release();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool isBroken = work.IsFaulted;
        stop.Dispose();
        gate.Dispose();
        if (isBroken) await work;
    }

    private async Task WorkAsync(KubernetesObjects objects, string inNamespace, CancellationToken cancellationToken)
    {
        string pods = $"api/v1/namespaces/{inNamespace}/pods";
        while (true)
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                foreach (JsonObject pod in await objects.ListAsync(pods, cancellationToken))
                {
                    if (pod["status"]?["phase"]?.GetValue<string>() != "Running") await MakeReadyAsync(objects, $"{pods}/{pod["metadata"]!["name"]}/status", cancellationToken);
                }
            }
            finally
            {
                gate.Release();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task MakeReadyAsync(KubernetesObjects objects, string path, CancellationToken cancellationToken)
    {
        try
        {
            string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
            await objects.PatchAsync(path, KubernetesObjects.MergePatch, $$$"""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"{{{now}}}"}]}}""", cancellationToken);
        }
        catch (HttpRequestException gone) when (gone.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // It was deleted meanwhile.
        }
    }
}
