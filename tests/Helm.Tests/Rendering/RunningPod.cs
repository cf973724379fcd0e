using CanaryJudge.TestKit;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>The service as a pod of the chart would run it: its environment, its arguments, its files. Only the pod's IP address is one of this machine's own.</summary>
internal sealed class RunningPod : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private RunningPod(ServerProcess process) => _process = process;

    /// <summary>What it has written.</summary>
    public string Log => _process.Log;

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="address">The pod's IP address, of this machine's loopback; null for one that listens as it was rendered.</param>
    public static async Task<RunningPod> StartAsync(RenderedPod pod, string? address)
    {
        string[] own = address is null ? [] : ["--Listen:Address=" + address];
        RunningPod running = new(ServerProcess.Start("env", _ => [.. pod.Environment.Select(variable => $"{variable.Key}={variable.Value}"), .. ServerPrograms.Analyzer, .. pod.Arguments, .. own]));
        try
        {
            await running._process.WaitForLineAsync(line => line.Contains("GrpcAddress", StringComparison.Ordinal) ? line : null, TestContext.Current.CancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells it to stop as kubelet does, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync() => _process.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Kills it, as a node that is gone does.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
