namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How rehearsals are formed.</summary>
public sealed record RehearsalSettings
{
    /// <summary>Least and most rehearsals of one kind.</summary>
    public const int LeastRollouts = 10, MostRollouts = 10_000;

    /// <summary>Rehearsals of each kind, 10 to 10,000. Default: 200. Of a past with two sides there are no more than fit into it.</summary>
    public int Rollouts { get; init; } = 200;

    /// <summary>Where the random numbers begin: the same seed gives the same result. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The canary's share of the traffic, above 0 and at most 0.5; used where the canary is made from the baseline. Default: 0.05.</summary>
    public double Share { get; init; } = 0.05;
}
