using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>All questions of this replica's analyses: so many at the same time, and one that several ask at about the same moment is asked once.</summary>
internal sealed class QuestionDesk(IOptions<AnalysisOptions> options, AnalysisMeter meter, TimeProvider clock) : IDisposable
{
    // An answer is kept for others this long, when it is not too large; so much lies between ticks that are due together.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private const int MostPointsKept = 20_000;
    private const int MostKept = 1_000;

    private readonly SemaphoreSlim _budget = new(options.Value.ParallelQueries, options.Value.ParallelQueries);
    private readonly Lock _gate = new();
    private readonly Dictionary<Question, Call> _calls = [];
    private readonly Queue<(Question Question, Call Call, long UntilTimestamp)> _kept = new();

    /// <summary>A source that asks through this desk.</summary>
    public IMetricSource For(string name, IMetricSource source) => new DeskSource(this, name, source);

    /// <inheritdoc/>
    public void Dispose() => _budget.Dispose();

    private async Task<QueryAnswer> AskAsync(string name, IMetricSource source, MetricPlan metric, PlannedQuery query, CancellationToken cancellationToken)
    {
        Question question = Question.Of(name, query);
        Call call = Join(question, source, metric with { Queries = [query] });
        try
        {
            QueryAnswer answer = await call.Answer.WaitAsync(cancellationToken);
            return answer with { Query = query };
        }
        finally
        {
            Leave(question, call);
        }
    }

    private Call Join(Question question, IMetricSource source, MetricPlan plan)
    {
        lock (_gate)
        {
            Forget();
            bool isShared = _calls.TryGetValue(question, out Call? call);
            meter.CountQuestion(isShared);
            if (!isShared) _calls.Add(question, call = Begin(source, plan));
            call!.Waiting++;
            return call;
        }
    }

    private Call Begin(IMetricSource source, MetricPlan plan)
    {
        CancellationTokenSource ended = new();
        return new Call(Task.Run(() => SendAsync(source, plan, ended.Token)), ended.Cancel);
    }

    private void Leave(Question question, Call call)
    {
        lock (_gate)
        {
            call.Waiting--;
            if (!call.Answer.IsCompleted)
            {
                if (call.Waiting > 0) return;
                call.Cancel();
                Remove(question, call);
            }
            else if (!call.IsKept)
            {
                call.IsKept = true;
                if (!IsWorthKeeping(call) || _kept.Count >= MostKept) Remove(question, call);
                else _kept.Enqueue((question, call, clock.GetTimestamp() + (long)(Linger.TotalSeconds * clock.TimestampFrequency)));
            }
        }
    }

    private async Task<QueryAnswer> SendAsync(IMetricSource source, MetricPlan plan, CancellationToken cancellationToken)
    {
        meter.CountWaiting(1);
        try
        {
            await _budget.WaitAsync(cancellationToken);
        }
        finally
        {
            meter.CountWaiting(-1);
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

    private void Forget()
    {
        while (_kept.TryPeek(out (Question Question, Call Call, long UntilTimestamp) oldest) && oldest.UntilTimestamp <= clock.GetTimestamp())
        {
            _kept.Dequeue();
            Remove(oldest.Question, oldest.Call);
        }
    }

    private void Remove(Question question, Call call)
    {
        if (_calls.TryGetValue(question, out Call? known) && known == call) _calls.Remove(question);
    }

    // A problem is never kept: the next who asks may have more luck.
    private static bool IsWorthKeeping(Call call) => call.Answer is { IsCompletedSuccessfully: true, Result.Problem: null } && call.Answer.Result.Series.Sum(series => series.TimesMillis.Length) <= MostPointsKept;

    private sealed class Call(Task<QueryAnswer> answer, Action cancel)
    {
        public Task<QueryAnswer> Answer { get; } = answer;

        public int Waiting { get; set; }

        public bool IsKept { get; set; }

        public void Cancel() => cancel();
    }

    private sealed class DeskSource(QuestionDesk desk, string name, IMetricSource source) : IMetricSource
    {
        public string Name => source.Name;

        public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken) =>
            new(metric, await Task.WhenAll(metric.Queries.Select(query => desk.AskAsync(name, source, metric, query, cancellationToken))));
    }
}
