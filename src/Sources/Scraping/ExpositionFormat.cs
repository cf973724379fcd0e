namespace CanaryJudge.Sources.Scraping;

/// <summary>The text formats in which a target exposes its metrics.</summary>
public enum ExpositionFormat
{
    /// <summary>Prometheus text format 0.0.4: timestamps in whole milliseconds, comments anywhere, no end mark.</summary>
    Prometheus,

    /// <summary>OpenMetrics text 1.0: timestamps in seconds, exemplars, "# EOF" at the end.</summary>
    OpenMetrics,
}
