namespace CanaryJudge.Samples.Workload;

/// <summary>A whole rollout in this process: a healthy baseline v1, a canary v2 that may have a fault, and the load on both.</summary>
public sealed class SampleRollout : IAsyncDisposable
{
    private SampleRollout(WorkloadInstance baseline, WorkloadInstance canary, LoadGenerator load)
    {
        Baseline = baseline;
        Canary = canary;
        Load = load;
    }

    /// <summary>Version v1, instance v1-0.</summary>
    public WorkloadInstance Baseline { get; }

    /// <summary>Version v2, instance v2-0.</summary>
    public WorkloadInstance Canary { get; }

    /// <summary>The load; nothing is sent before <see cref="LoadGenerator.RunAsync"/>.</summary>
    public LoadGenerator Load { get; }

    /// <summary>Starts both instances on free loopback ports.</summary>
    /// <param name="fault">What is wrong with the canary.</param>
    /// <param name="seed">Seed of both sides; they draw from different streams of it.</param>
    /// <param name="requestsPerSecond">Load on both together, 0.01 to 10,000.</param>
    /// <param name="canaryShare">The canary's share of it, in [0, 1].</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The rollout; dispose it to stop everything.</returns>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static async Task<SampleRollout> StartAsync(
        Fault fault, ulong seed, double requestsPerSecond, double canaryShare, TimeProvider time, CancellationToken cancellationToken)
    {
        long sharedBytes = Environment.WorkingSet; // read once: both sides stand on the same number, and only what each holds itself differs
        var options = new WorkloadOptions { Version = "v1", Seed = unchecked(2 * seed), SharedResidentBytes = sharedBytes };
        WorkloadInstance baseline = await WorkloadInstance.StartAsync(options, time, cancellationToken);
        WorkloadInstance? canary = null;
        try
        {
            canary = await WorkloadInstance.StartAsync(options with { Version = "v2", Seed = unchecked(2 * seed + 1), Fault = fault }, time, cancellationToken);
            var load = new LoadGenerator(
                new LoadOptions { Baseline = baseline.Address, Canary = canary.Address, RequestsPerSecond = requestsPerSecond, CanaryShare = canaryShare }, time);
            return new SampleRollout(baseline, canary, load);
        }
        catch
        {
            if (canary is not null) await canary.DisposeAsync();
            await baseline.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the load, then stops both instances.</summary>
    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        await Canary.DisposeAsync();
        await Baseline.DisposeAsync();
    }
}
