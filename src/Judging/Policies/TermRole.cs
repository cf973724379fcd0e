namespace CanaryJudge.Judging.Policies;

/// <summary>What one query of a metric stands for.</summary>
public enum TermRole
{
    /// <summary>Ratio: the events that count as bad (with direction decrease: the counted events, such as successes).</summary>
    Bad,

    /// <summary>Ratio: all events.</summary>
    Total,

    /// <summary>Series: the value.</summary>
    Values,

    /// <summary>Histogram: the buckets.</summary>
    Buckets,

    /// <summary>Count: the events.</summary>
    Events,

    /// <summary>Count: the exposure, such as pod-seconds.</summary>
    Exposure,
}
