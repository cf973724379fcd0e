using CanaryJudge.Sources;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Cli.Frame;

/// <summary>What a command stands on: where it reads and writes, what time it is, and how a source is opened.</summary>
/// <param name="Terminal">Where it reads and writes.</param>
/// <param name="Clock">What "now" is, and what waits.</param>
/// <param name="OpenPrometheus">Opens a source; rendering tests give one that answers from memory.</param>
internal sealed record Session(Terminal Terminal, TimeProvider Clock, Func<PrometheusOptions, IMetricSource> OpenPrometheus)
{
    /// <summary>Reads a variable of the environment; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
