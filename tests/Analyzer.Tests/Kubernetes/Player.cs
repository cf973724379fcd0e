using System.Net;
using System.Text.Json.Nodes;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Plays the part of a controller: looks at an object again and again and writes the status that it would, until it is disposed.</summary>
internal abstract class Player(KubernetesObjects objects, string path) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Play() => _work = Task.Run(() => WorkAsync(_stop.Token));

    /// <summary>What the controller makes of the object: a merge patch of its status; null for nothing.</summary>
    protected abstract JsonObject? React(JsonObject seen);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool isBroken = _work.IsFaulted;
        _stop.Dispose();
        if (isBroken) await _work;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonObject seen = await objects.GetAsync(path, cancellationToken);
            if (React(seen) is { } status)
            {
                // As controllers write: not over what somebody else has written since.
                JsonObject patch = new() { ["metadata"] = new JsonObject { ["resourceVersion"] = (string?)seen["metadata"]!["resourceVersion"] }, ["status"] = status };
                try
                {
                    await objects.PatchAsync(path + "/status", KubernetesObjects.MergePatch, patch.ToJsonString(), cancellationToken);
                }
                catch (HttpRequestException stale) when (stale.StatusCode == HttpStatusCode.Conflict)
                {
                    continue;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
