using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>The metric sources that calls can ask. Section Sources.</summary>
internal sealed class SourceOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Sources";

    /// <summary>Name of the source that is asked when a call names none. Empty: the only one, when there is one. Default: empty.</summary>
    public string Default { get; set; } = "";

    /// <summary>Servers that speak the API of Prometheus, by a name of your choice: letters, digits, '_', '-', '.'; case is ignored. Default: none.</summary>
    public Dictionary<string, PrometheusOptions> Prometheus { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Instances that the service scrapes itself, by a name of your choice as above. Default: none.</summary>
    public Dictionary<string, ScrapeSettings> Scrape { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of all sources.</summary>
    public IEnumerable<string> Names() => Prometheus.Keys.Concat(Scrape.Keys);
}
