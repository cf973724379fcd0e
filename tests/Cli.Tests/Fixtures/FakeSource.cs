using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Tests.Fixtures;

/// <summary>Answers from memory, so that what is printed can be tested without a server. The real source is tested end to end.</summary>
internal sealed class FakeSource(Func<PlannedQuery, QueryAnswer> answer) : IMetricSource
{
    public string Name => "prometheus http://localhost:9090";

    /// <summary>Counters that rise evenly: requests at 20 a second, and of them this share of errors.</summary>
    public static FakeSource Errors(double baseline, double canary, double requestsPerSecond = 20) => new(query =>
    {
        double share = query.Role == TermRole.Total ? 1 : query.Side == Side.Baseline ? baseline : canary;
        return Counter(query, requestsPerSecond * share);
    });

    /// <summary>Fails every question.</summary>
    public static FakeSource Failing(ProblemKind kind, string message) => new(query =>
        new QueryAnswer { Query = query, SentText = query.Text, Problem = new SourceProblem(kind, message, query.Text) });

    public Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new Measurement(metric, [.. metric.Queries.Select(answer)]));
    }

    private static QueryAnswer Counter(PlannedQuery query, double perSecond)
    {
        const long Step = 15_000;
        long first = (query.StartMillis / Step + 1) * Step;
        int count = (int)((query.EndMillis - first) / Step) + 1;
        long[] times = [.. Enumerable.Range(0, count).Select(k => first + k * Step)];
        double[] values = [.. times.Select(time => Math.Floor((time - query.StartMillis) / 1000.0 * perSecond))];
        var labels = new Dictionary<string, string> { ["__name__"] = "http_requests_total", ["instance"] = "a" };
        return new QueryAnswer { Query = query, SentText = query.Text, Series = [new FetchedSeries { Labels = labels, TimesMillis = times, Values = values }] };
    }
}
