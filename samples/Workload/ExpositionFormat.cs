namespace CanaryJudge.Samples.Workload;

/// <summary>The two text formats a scraper may ask for.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics text 1.0.0.</summary>
    OpenMetrics,
}
