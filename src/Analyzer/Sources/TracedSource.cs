using System.Diagnostics;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>A source whose questions are spans, one a metric, inside the span of the whole fetch.</summary>
internal sealed class TracedSource(IMetricSource source) : IMetricSource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        using Activity? span = Spans.Source.StartActivity("fetch metric");
        span?.SetTag("canaryjudge.metric", metric.Metric.Name);
        Measurement measurement = await source.MeasureAsync(metric, cancellationToken);
        if (measurement.Answers.FirstOrDefault(a => a.Problem is not null)?.Problem is { } problem) span?.SetStatus(ActivityStatusCode.Error, problem.Message);
        return measurement;
    }
}
