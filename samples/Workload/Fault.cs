namespace CanaryJudge.Samples.Workload;

/// <summary>What is wrong with an instance, on purpose.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>More requests fail: the error rate rises by <see cref="WorkloadOptions.AddedErrorRate"/>.</summary>
    Errors,

    /// <summary>A share of the requests takes longer: <see cref="WorkloadOptions.LatencyShare"/> of them <see cref="WorkloadOptions.LatencyFactor"/> times as long.</summary>
    Latency,

    /// <summary>Memory is held and never given back: <see cref="WorkloadOptions.LeakBytesPerSecond"/>.</summary>
    Leak,
}
