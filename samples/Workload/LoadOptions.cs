namespace CanaryJudge.Samples.Workload;

/// <summary>How much load goes where.</summary>
public sealed record LoadOptions
{
    /// <summary>Address of the baseline instance.</summary>
    public required Uri Baseline { get; init; }

    /// <summary>Address of the canary instance.</summary>
    public required Uri Canary { get; init; }

    /// <summary>Requests a second to both together, 0.01 to 10,000. Default: 200.</summary>
    public double RequestsPerSecond { get; init; } = 200;

    /// <summary>Share of the requests that go to the canary, in [0, 1]. Default: 0.5.</summary>
    public double CanaryShare { get; init; } = 0.5;

    /// <summary>Requests under way at once, 1 to 1,000; what would be more is left out and counted. Default: 64.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>What is requested. Default: /checkout.</summary>
    public string Path { get; init; } = "/checkout";

    internal void Check()
    {
        OptionRange.Check(RequestsPerSecond, 0.01, 10_000, nameof(RequestsPerSecond));
        OptionRange.Check(CanaryShare, 0, 1, nameof(CanaryShare));
        OptionRange.Check(MaxInFlight, 1, 1000, nameof(MaxInFlight));
    }
}
