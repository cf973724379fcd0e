using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>A source whose questions end with a problem, not an exception, when the time is up.</summary>
internal sealed class TimeBoundSource(IMetricSource source, TimeSpan time, CancellationToken timeIsUp) : IMetricSource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeIsUp, cancellationToken);
        try
        {
            return await source.MeasureAsync(metric, either.Token);
        }
        catch (OperationCanceledException) when (timeIsUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Measurement(metric, [.. metric.Queries.Select(query => new QueryAnswer { Query = query, SentText = query.Text, Problem = Problem(query) })]);
        }
    }

    private SourceProblem Problem(PlannedQuery query) =>
        new(ProblemKind.Timeout, $"No answer within {time.TotalSeconds:0.#} s, the time of a window's questions (Analyses:TickTimeout); it is asked again.", query.Text);
}
