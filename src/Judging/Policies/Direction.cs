namespace CanaryJudge.Judging.Policies;

/// <summary>Which way is worse.</summary>
public enum Direction
{
    /// <summary>More is worse: errors, latency, memory.</summary>
    Increase,

    /// <summary>Less is worse: successes, cache hits, throughput.</summary>
    Decrease,

    /// <summary>Any change beyond the margin is worse.</summary>
    Either,
}
