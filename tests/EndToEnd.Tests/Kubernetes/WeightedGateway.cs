using System.Diagnostics;
using System.Text.Json.Nodes;
using CanaryJudge.Samples.Workload;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.EndToEnd.Tests.Kubernetes;

/// <summary>Stands in for a gateway and its users: sends real requests to the two instances by the weights of an HTTPRoute as it is in the API server, and reports what it has taken.</summary>
internal sealed class WeightedGateway : IAsyncDisposable
{
    private readonly KubernetesObjects _objects;
    private readonly string _route;
    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 });
    private readonly SemaphoreSlim _slots = new(64);
    private readonly Task[] _work;
    private double _share;
    private long _taken, _toBaseline, _toCanary, _lastCanary;

    public WeightedGateway(KubernetesObjects objects, string route, WorkloadInstance baseline, WorkloadInstance canary, double requestsPerSecond)
    {
        (_objects, _route) = (objects, route);
        _work = [Task.Run(FollowAsync), Task.Run(() => SendAsync(baseline.Address, canary.Address, requestsPerSecond))];
    }

    /// <summary>Requests that the baseline has answered.</summary>
    public long ToBaseline => Interlocked.Read(ref _toBaseline);

    /// <summary>Requests that were sent to the canary.</summary>
    public long ToCanary => Interlocked.Read(ref _toCanary);

    /// <summary>When the last request went to the canary, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long LastCanary => Interlocked.Read(ref _lastCanary);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_work.Select(async work => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));
        for (int i = 0; i < 64; i++) await _slots.WaitAsync();
        Task? broken = _work.FirstOrDefault(work => work.IsFaulted);
        _client.Dispose();
        _slots.Dispose();
        _over.Dispose();
        if (broken is not null) await broken;
    }

    private async Task FollowAsync()
    {
        while (true)
        {
            JsonObject route = await _objects.GetAsync(_route, _over.Token);
            JsonArray backends = route["spec"]!["rules"]![0]!["backendRefs"]!.AsArray();
            double all = backends.Sum(b => (double)b!["weight"]!), canary = backends.Where(b => (string?)b!["name"] == "checkout-canary").Sum(b => (double)b!["weight"]!);
            Volatile.Write(ref _share, canary / all);
            long generation = (long)route["metadata"]!["generation"]!;
            if (_taken != generation)
            {
                _taken = generation;
                string accepted = $$$$"""{"status":{"parents":[{"conditions":[{"type":"Accepted","status":"True","observedGeneration":{{{{generation}}}}}]}]}}""";
                await _objects.PatchAsync(_route + "/status", KubernetesObjects.MergePatch, accepted, _over.Token);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _over.Token);
        }
    }

    private async Task SendAsync(Uri baseline, Uri canary, double requestsPerSecond)
    {
        long start = Stopwatch.GetTimestamp(), sent = 0;
        double owed = 0;
        using PeriodicTimer ticks = new(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (await ticks.WaitForNextTickAsync(_over.Token))
        {
            for (long due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * requestsPerSecond); sent < due; sent++)
            {
                if (!_slots.Wait(0)) continue; // the machine is busy: what is too much is left out
                owed += Volatile.Read(ref _share);
                bool isCanary = owed >= 1;
                if (isCanary) owed--;
                _ = RequestAsync(isCanary ? canary : baseline, isCanary);
            }
        }
    }

    private async Task RequestAsync(Uri instance, bool isCanary)
    {
        try
        {
            if (isCanary)
            {
                Interlocked.Increment(ref _toCanary);
                Interlocked.Exchange(ref _lastCanary, Stopwatch.GetTimestamp());
            }

            using HttpResponseMessage answer = await _client.GetAsync(new Uri(instance, "/checkout"), _over.Token);
            if (!isCanary) Interlocked.Increment(ref _toBaseline);
        }
        catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
        {
            // The load is over.
        }
        finally
        {
            _slots.Release();
        }
    }
}
