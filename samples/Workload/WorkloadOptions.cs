using System.Net;

namespace CanaryJudge.Samples.Workload;

/// <summary>How one instance of the sample service behaves.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Label "version" of its metrics, 1 to 200 characters. Default: v1.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>Label "instance" of its metrics. Default: the version with "-0" after it.</summary>
    public string? Instance { get; init; }

    /// <summary>Where it listens. Default: loopback only.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port, 0 to 65,535; 0 takes a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>What is wrong with it from the start; see <see cref="WorkloadInstance.Fault"/> for later. Default: nothing.</summary>
    public Fault Fault { get; init; }

    /// <summary>Seed of every draw: the same seed gives the n-th request the same outcome. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of requests that fail without a fault, in [0, 1]. Default: 0.01.</summary>
    public double ErrorRate { get; init; } = 0.01;

    /// <summary>Added to the error rate by <see cref="Fault.Errors"/>, in [0, 1]; the sum is held below 1. Default: 0.05.</summary>
    public double AddedErrorRate { get; init; } = 0.05;

    /// <summary>Median of the time a request takes, in milliseconds, in [0, 10,000]. Default: 5.</summary>
    public double MedianMilliseconds { get; init; } = 5;

    /// <summary>Times as long a request takes under <see cref="Fault.Latency"/>, in [1, 100]. Default: 2.</summary>
    public double LatencyFactor { get; init; } = 2;

    /// <summary>Share of requests that <see cref="Fault.Latency"/> slows, in [0, 1]. Default: 0.5.</summary>
    public double LatencyShare { get; init; } = 0.5;

    /// <summary>Bytes a second that <see cref="Fault.Leak"/> really takes and keeps, 0 to 1 GiB. Default: 2 MiB.</summary>
    public long LeakBytesPerSecond { get; init; } = 2L << 20;

    /// <summary>Bytes at which the leak stops growing, 0 to 64 GiB, so that a forgotten sample takes no machine down. Default: 512 MiB.</summary>
    public long LeakLimitBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Null: the process is this instance's alone, and memory and processor time are read from it. A number: several instances share a process;
    /// each then reports this number plus the bytes it holds itself, and as processor time the time its own requests worked.
    /// </summary>
    public long? SharedResidentBytes { get; init; }

    internal string InstanceName => Instance ?? Version + "-0";

    /// <summary>Refuses values outside the ranges above.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionRange.Check(Version.Length, 1, 200, nameof(Version));
        OptionRange.Check(Port, 0, IPEndPoint.MaxPort, nameof(Port));
        OptionRange.Check(ErrorRate, 0, 1, nameof(ErrorRate));
        OptionRange.Check(AddedErrorRate, 0, 1, nameof(AddedErrorRate));
        OptionRange.Check(MedianMilliseconds, 0, 10_000, nameof(MedianMilliseconds));
        OptionRange.Check(LatencyFactor, 1, 100, nameof(LatencyFactor));
        OptionRange.Check(LatencyShare, 0, 1, nameof(LatencyShare));
        OptionRange.Check(LeakBytesPerSecond, 0, 1L << 30, nameof(LeakBytesPerSecond));
        OptionRange.Check(LeakLimitBytes, 0, 64L << 30, nameof(LeakLimitBytes));
        FaultNames.Of(Fault);
    }
}
