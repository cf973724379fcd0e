using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>The metric sources of the service, by name; case is ignored.</summary>
internal sealed class SourceCatalog : IAsyncDisposable
{
    private readonly Dictionary<string, (string Name, IMetricSource Source, IMetricSource Traced)> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _default;

    /// <summary>Creates the sources. Nothing is asked before the first call.</summary>
    public SourceCatalog(SourceOptions options, SourceMeter meter, TimeProvider clock)
    {
        foreach ((string name, PrometheusOptions prometheus) in options.Prometheus) Add(name, new PrometheusSource(prometheus, clock), meter, clock);
        foreach ((string name, ScrapeSettings scrape) in options.Scrape) Add(name, new ScrapeSource(scrape.ToOptions(), clock), meter, clock);
        _default = options.Default.Length == 0 && _sources.Count == 1 ? _sources.Keys.Single() : options.Default;
    }

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _sources.Keys.Order(StringComparer.Ordinal);

    /// <summary>Those that scrape, which somebody has to keep running, by name.</summary>
    public IEnumerable<(string Name, ScrapeSource Source)> Scraping => _sources.Values.Where(s => s.Source is ScrapeSource).Select(s => (s.Name, (ScrapeSource)s.Source));

    /// <summary>The source of that name, with the name as configured; null when there is none.</summary>
    /// <param name="name">The name; empty for the default source.</param>
    public (string Name, IMetricSource Source)? Find(string name) =>
        _sources.TryGetValue(name.Length == 0 ? _default : name, out (string Name, IMetricSource Source, IMetricSource Traced) found) ? (found.Name, found.Traced) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, IMetricSource source, _) in _sources.Values)
        {
            if (source is IAsyncDisposable scraping) await scraping.DisposeAsync();
            else (source as IDisposable)?.Dispose();
        }
    }

    private void Add(string name, IMetricSource source, SourceMeter meter, TimeProvider clock) => _sources.Add(name, (name, source, new TracedSource(name, source, meter, clock)));
}
