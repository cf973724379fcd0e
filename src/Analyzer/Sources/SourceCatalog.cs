using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>The metric sources of the service, by name; case is ignored.</summary>
internal sealed class SourceCatalog : IDisposable
{
    private readonly Dictionary<string, (string Name, PrometheusSource Source, IMetricSource Traced)> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _default;

    /// <summary>Creates the sources. Nothing is asked before the first call.</summary>
    public SourceCatalog(SourceOptions options, TimeProvider clock)
    {
        foreach ((string name, PrometheusOptions prometheus) in options.Prometheus)
        {
            PrometheusSource source = new(prometheus, clock);
            _sources.Add(name, (name, source, new TracedSource(source)));
        }

        _default = options.Default.Length == 0 && _sources.Count == 1 ? _sources.Keys.Single() : options.Default;
    }

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _sources.Keys.Order(StringComparer.Ordinal);

    /// <summary>The source of that name, with the name as configured; null when there is none.</summary>
    /// <param name="name">The name; empty for the default source.</param>
    public (string Name, IMetricSource Source)? Find(string name) =>
        _sources.TryGetValue(name.Length == 0 ? _default : name, out (string Name, PrometheusSource Source, IMetricSource Traced) found) ? (found.Name, found.Traced) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, PrometheusSource source, _) in _sources.Values) source.Dispose();
    }
}
