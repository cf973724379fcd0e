using System.Collections.Concurrent;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Keeps one logger a name. The names are those of classes, and few.</summary>
/// <param name="loggers">Makes them; disposed with this.</param>
internal sealed class KeptLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, ILogger> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _kept.GetOrAdd(categoryName, loggers.CreateLogger);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose() => loggers.Dispose();
}
