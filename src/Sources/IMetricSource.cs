using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources;

/// <summary>Where numbers come from.</summary>
public interface IMetricSource
{
    /// <summary>Name for people, such as "prometheus http://prometheus:9090"; no credentials.</summary>
    string Name { get; }

    /// <summary>Asks every question of one metric.</summary>
    /// <param name="metric">The metric and its questions.</param>
    /// <param name="cancellationToken">Ends the call; it then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>One answer a question. What fails is a problem in its answer, never an exception.</returns>
    Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken);
}
