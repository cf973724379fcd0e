using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Numbers from a server with the Prometheus HTTP API: Prometheus, Mimir, Thanos, VictoriaMetrics.</summary>
/// <remarks>
/// Expressions are evaluated by query_range, raw samples read by an instant query of a range selector; long times are asked
/// in slices and joined. Questions run at the same time within <see cref="PrometheusOptions.Concurrency"/>; the same question, asked
/// by several at the same time, is asked once. Thread-safe.
/// </remarks>
public sealed class PrometheusSource : IMetricSource, IDisposable
{
    private readonly PrometheusOptions options;
    private readonly ServerClient client;
    private readonly SharedQuestions<Question, QueryAnswer> asked = new();

    /// <summary>A source for one server. Nothing is asked and no file is read yet.</summary>
    /// <param name="options">The server and the bounds.</param>
    /// <param name="time">The clock of timeouts, waits and the circuit breaker.</param>
    /// <exception cref="ArgumentException">The options are not valid: <see cref="PrometheusOptionsValidator"/> says why.</exception>
    public PrometheusSource(PrometheusOptions options, TimeProvider time)
        : this(options, time, ServerConnection.CreateHandler)
    {
    }

    internal PrometheusSource(PrometheusOptions options, TimeProvider time, Func<PrometheusOptions, HttpMessageHandler> handler)
    {
        IReadOnlyList<Violation> violations = PrometheusOptionsValidator.Validate(options);
        if (violations.Count > 0)
            throw new ArgumentException(string.Join("; ", violations.Select(v => $"{v.Path}: {v.Message} ({v.Remedy})")), nameof(options));
        this.options = options;
        client = new ServerClient(options, time, handler(options));
        Name = "prometheus " + options.Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken) =>
        new(metric, await Task.WhenAll(metric.Queries.Select(query => AskAsync(query, cancellationToken))));

    /// <summary>Closes the connections. Questions that still run end with a problem or an exception.</summary>
    public void Dispose() => client.Dispose();

    private async Task<QueryAnswer> AskAsync(PlannedQuery query, CancellationToken cancellationToken)
    {
        var question = new Question(query.Reading == TermReading.Expression, query.Text, query.StartMillis, query.EndMillis, query.StepMillis);
        QueryAnswer answer = await asked.AskAsync(question, token => AskServerAsync(query, token), cancellationToken);
        return ReferenceEquals(answer.Query, query) ? answer : answer with { Query = query };
    }

    private async Task<QueryAnswer> AskServerAsync(PlannedQuery query, CancellationToken cancellationToken)
    {
        bool raw = query.Reading != TermReading.Expression;
        if (raw ? query.StepMillis != 0 || query.EndMillis <= query.StartMillis : query.StepMillis <= 0 || query.EndMillis < query.StartMillis)
            return Failed(query, query.Text, ServerProblem.Of(ProblemKind.Unsupported, "the question spans no time, or has no step; plan it with a time that is not empty", query.Text));

        var slices = new Stack<TimeSlice>(TimeSlice.Of(query).Reverse());
        var join = new SeriesJoin();
        string? sent = null;
        while (slices.TryPop(out TimeSlice slice))
        {
            ApiRequest request = raw ? ApiRequest.Raw(query, slice, options.Timeout) : ApiRequest.Range(query, slice, options.Timeout);
            sent ??= request.QueryText;
            Attempt attempt = await client.SendAsync(request, cancellationToken);
            if (attempt.Answer is { } answer)
            {
                if (!raw && AnsweredElsewhere(answer, query) is { } moved) return Failed(query, sent, moved);
                join.Add(answer.Series, answer.Warnings, raw ? slice.StartMillis + 1 : slice.StartMillis, slice.EndMillis);
                if (TooMuch(join, query.Text) is { } excess) return Failed(query, sent, excess);
            }
            else if (raw && attempt.TooLong && slice.Halve() is { } halves)
            {
                slices.Push(halves.Later);
                slices.Push(halves.Earlier);
            }
            else
            {
                return Failed(query, sent, attempt);
            }
        }
        return new QueryAnswer { Query = query, SentText = sent!, Series = join.ToSeries(), Warnings = join.Warnings };
    }

    /// <summary>A server that moves evaluations (to multiples of the step) would give the numbers of other windows.</summary>
    private static Attempt? AnsweredElsewhere(PrometheusAnswer answer, PlannedQuery query)
    {
        long[]? seen = null; // series on the same times share them
        foreach (FetchedSeries series in answer.Series)
        {
            if (ReferenceEquals(series.TimesMillis, seen)) continue;
            seen = series.TimesMillis;
            foreach (long time in seen)
            {
                if (time < query.StartMillis || time > query.EndMillis || (time - query.StartMillis) % query.StepMillis != 0)
                    return ServerProblem.Of(
                        ProblemKind.Unsupported,
                        $"the server evaluated at {ApiRequest.Seconds(time)}, which was not asked for; turn off its aligning of queries with their step",
                        query.Text);
            }
        }
        return null;
    }

    private Attempt? TooMuch(SeriesJoin join, string query)
    {
        if (join.Count > options.MaxSeries) return ServerProblem.Undecoded(new DecodeFault(DecodeFaultKind.TooManySeries, $"it holds more than {options.MaxSeries:N0} series", 0), query, 200);
        if (join.Points > options.MaxPoints) return ServerProblem.Undecoded(new DecodeFault(DecodeFaultKind.TooManyPoints, $"it holds more than {options.MaxPoints:N0} points", 0), query, 200);
        return null;
    }

    private static QueryAnswer Failed(PlannedQuery query, string sent, Attempt attempt) => new() { Query = query, SentText = sent, Problem = attempt.Problem };

    /// <summary>What makes two questions the same: not whom they are asked for.</summary>
    private readonly record struct Question(bool IsExpression, string Text, long StartMillis, long EndMillis, long StepMillis);
}
