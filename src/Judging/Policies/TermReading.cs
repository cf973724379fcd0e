namespace CanaryJudge.Judging.Policies;

/// <summary>How a query's answer becomes one number (or one row of buckets) a window.</summary>
public enum TermReading
{
    /// <summary>Raw samples of counters: differenced, resets handled, summed over series.</summary>
    Counter,

    /// <summary>Raw samples of gauges: the mean of each series in the window, then the mean over series.</summary>
    Gauge,

    /// <summary>Raw samples of counters, as a rate: the window's increase over its seconds, summed over series.</summary>
    Rate,

    /// <summary>Raw samples of histograms, classic (label le) or native: bucket increases, summed over series.</summary>
    Buckets,

    /// <summary>Raw samples of gauges, integrated over the window: the sum over series of mean value times seconds. For exposures.</summary>
    Integral,

    /// <summary>A PromQL expression, evaluated once a window at the window's end: one value a window.</summary>
    Expression,
}
