using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>Stands for a source that an analysis was started with and the service has no longer: every question is a problem.</summary>
internal sealed class MissingSource(string name) : IMetricSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        string message = $"The service has no source {name} any more: configure it again (Sources:Prometheus:{name}), or cancel the analysis.";
        return Task.FromResult(new Measurement(metric, [.. metric.Queries.Select(query => new QueryAnswer { Query = query, SentText = query.Text, Problem = new SourceProblem(ProblemKind.Unsupported, message, query.Text) })]));
    }
}
