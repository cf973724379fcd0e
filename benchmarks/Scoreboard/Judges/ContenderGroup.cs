namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Where a judge stands in the page.</summary>
internal enum ContenderGroup
{
    /// <summary>A judge of this project.</summary>
    Ours,

    /// <summary>A peer's rule or a common one.</summary>
    Peer,

    /// <summary>Our strict judge with one departure undone.</summary>
    Undone,
}
