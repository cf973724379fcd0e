using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>All questions of this replica's analyses: so many at the same time, and one that several ask at about the same moment is asked once.</summary>
internal sealed class QuestionDesk : IDisposable
{
    // An answer is kept for others this long, when it is not too large; so much lies between ticks that are due together.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private const int MostPointsKept = 20_000;
    private const int MostKept = 1_000;

    private readonly AnalysisMeter _meter;
    private readonly SemaphoreSlim _budget;
    private readonly SharedQuestions<Question, QueryAnswer> _questions;

    /// <summary>A desk where nothing was asked yet.</summary>
    public QuestionDesk(IOptions<AnalysisOptions> options, AnalysisMeter meter, TimeProvider clock)
    {
        _meter = meter;
        _budget = new SemaphoreSlim(options.Value.ParallelQueries, options.Value.ParallelQueries);
        _questions = new(new AnswerKeeping<QueryAnswer>(Linger, MostKept, IsWorthKeeping, clock), meter.CountQuestion);
    }

    /// <summary>A source that asks through this desk.</summary>
    public IMetricSource For(string name, IMetricSource source) => new DeskSource(this, name, source);

    /// <inheritdoc/>
    public void Dispose() => _budget.Dispose();

    private async Task<QueryAnswer> AskAsync(string name, IMetricSource source, MetricPlan metric, PlannedQuery query, CancellationToken cancellationToken)
    {
        MetricPlan plan = metric with { Queries = [query] };
        QueryAnswer answer = await _questions.AskAsync(Question.Of(name, query), token => SendAsync(source, plan, token), cancellationToken);
        return answer with { Query = query };
    }

    private async Task<QueryAnswer> SendAsync(IMetricSource source, MetricPlan plan, CancellationToken cancellationToken)
    {
        _meter.CountWaiting(1);
        try
        {
            await _budget.WaitAsync(cancellationToken);
        }
        finally
        {
            _meter.CountWaiting(-1);
        }

        try
        {
            return (await source.MeasureAsync(plan, cancellationToken)).Answers[0];
        }
        finally
        {
            _budget.Release();
        }
    }

    // A problem is never kept: the next who asks may have more luck.
    private static bool IsWorthKeeping(QueryAnswer answer) => answer.Problem is null && answer.Series.Sum(series => series.TimesMillis.Length) <= MostPointsKept;

    private sealed class DeskSource(QuestionDesk desk, string name, IMetricSource source) : IMetricSource
    {
        public string Name => source.Name;

        public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken) =>
            new(metric, await Task.WhenAll(metric.Queries.Select(query => desk.AskAsync(name, source, metric, query, cancellationToken))));
    }
}
