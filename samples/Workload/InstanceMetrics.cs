namespace CanaryJudge.Samples.Workload;

/// <summary>The counts of one instance. Every member may be called at once from many threads.</summary>
internal sealed class InstanceMetrics
{
    /// <summary>Upper bounds of the duration's buckets, in seconds; the last bucket above them is +Inf.</summary>
    public static ReadOnlySpan<double> BoundsSeconds =>
        [0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.0125, 0.015, 0.02, 0.025, 0.035, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5];

    private readonly Lock gate = new();
    private readonly long[] buckets = new long[BoundsSeconds.Length + 1];
    private long succeeded, failed, workTicks;
    private double sumSeconds;

    /// <summary>Counts one request.</summary>
    /// <param name="status">Its status: 200 or 500.</param>
    /// <param name="seconds">How long it took, 0 or more.</param>
    public void Observe(int status, double seconds)
    {
        int bucket = BoundsSeconds.BinarySearch(seconds);
        if (bucket < 0) bucket = ~bucket;
        lock (gate)
        {
            buckets[bucket]++;
            sumSeconds += seconds;
            if (status == 200) succeeded++;
            else failed++;
        }
    }

    /// <summary>Adds time that a request kept the processor busy.</summary>
    public void AddWork(TimeSpan worked) => Interlocked.Add(ref workTicks, worked.Ticks);

    /// <summary>All counts at one moment: they agree with each other.</summary>
    public Snapshot Take()
    {
        lock (gate)
        {
            return new Snapshot(succeeded, failed, [.. buckets], sumSeconds, TimeSpan.FromTicks(Interlocked.Read(ref workTicks)).TotalSeconds);
        }
    }

    /// <summary>Counts since the start.</summary>
    /// <param name="Succeeded">Requests answered 200.</param>
    /// <param name="Failed">Requests answered 500.</param>
    /// <param name="Buckets">Requests a bucket, not cumulative, overflow last.</param>
    /// <param name="SumSeconds">All durations together.</param>
    /// <param name="WorkSeconds">Time the requests kept the processor busy.</param>
    internal sealed record Snapshot(long Succeeded, long Failed, long[] Buckets, double SumSeconds, double WorkSeconds);
}
