using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>One page of metrics to scrape. Section Sources:Scrape:NAME:Targets:NAME.</summary>
internal sealed class ScrapeTargetSettings
{
    /// <summary>Address of the page, such as http://127.0.0.1:8080/metrics: one instance, unless <see cref="EachAddress"/> is set. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// True: the host's name stands for several instances (a headless Service), and each of its addresses is scraped; the name is looked up for every scrape. False: the page of one
    /// instance. Behind a name that gives another instance each time, counters would seem to fall. Default: false.
    /// </summary>
    public bool EachAddress { get; set; }

    /// <summary>Labels that every series of the target gets, such as version. They win over labels that the target sends.</summary>
    public Dictionary<string, string> Labels { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The target of the source.</summary>
    public ScrapeTarget ToTarget() => new(Address ?? new Uri("about:blank"), Labels) { EachAddress = EachAddress };
}
