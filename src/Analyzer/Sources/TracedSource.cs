using System.Diagnostics;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>A source whose questions are spans, one a metric, inside the span of the whole fetch, and are timed.</summary>
internal sealed class TracedSource(string name, IMetricSource source, SourceMeter meter, TimeProvider clock) : IMetricSource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        using Activity? span = Spans.Source.StartActivity("fetch metric");
        span?.SetTag("canaryjudge.metric", metric.Metric.Name).SetTag("canaryjudge.source", name);
        long start = clock.GetTimestamp();
        Measurement measurement = await source.MeasureAsync(metric, cancellationToken);
        meter.Count(name, measurement, clock.GetElapsedTime(start));
        if (measurement.Answers.FirstOrDefault(a => a.Problem is not null)?.Problem is { } problem) span?.SetStatus(ActivityStatusCode.Error, problem.Message);
        return measurement;
    }
}
