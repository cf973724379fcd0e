namespace CanaryJudge.Judging.Policies;

/// <summary>What a metric's windows hold, and so how they are compared.</summary>
public enum MetricKind
{
    /// <summary>Bad events out of all events, from two counters: errors over requests.</summary>
    Ratio,

    /// <summary>One number a window: a gauge, a rate, any expression.</summary>
    Series,

    /// <summary>Counts in buckets a window: latencies, sizes.</summary>
    Histogram,

    /// <summary>Events over an exposure that is not a number of events: restarts over pod-seconds.</summary>
    Count,
}
