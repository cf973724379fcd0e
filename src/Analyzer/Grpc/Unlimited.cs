namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Marks what may be asked as often as one likes, as probes and scrapes do: it counts among nobody's calls.</summary>
internal sealed class Unlimited
{
    /// <summary>The mark.</summary>
    public static Unlimited Mark { get; } = new();
}
