using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>Asks a server through the source, and compares what comes back with what was written.</summary>
internal static class Ask
{
    /// <summary>Start of the data of these tests: 2025-10-09T08:53:20Z.</summary>
    public const long Start = 1_760_000_000_000;

    public static PlannedQuery Raw(string selector, long startMillis, long endMillis) =>
        new(Side.Canary, TermRole.Total, TermReading.Counter, selector, startMillis, endMillis, 0);

    public static PlannedQuery Expression(string promql, long startMillis, long endMillis, long stepMillis) =>
        new(Side.Canary, TermRole.Values, TermReading.Expression, promql, startMillis, endMillis, stepMillis);

    public static async Task<QueryAnswer> AnswerAsync(PrometheusOptions options, PlannedQuery query)
    {
        using var source = new PrometheusSource(options, TimeProvider.System);
        Measurement measurement = await source.MeasureAsync(new MetricPlan(null!, [query]), TestContext.Current.CancellationToken);
        return Assert.Single(measurement.Answers);
    }

    public static Task<QueryAnswer> AnswerAsync(Uri address, PlannedQuery query) => AnswerAsync(new PrometheusOptions { Address = address, Attempts = 1 }, query);

    /// <summary>The one series of an answer without a problem.</summary>
    public static async Task<FetchedSeries> OneAsync(Uri address, PlannedQuery query)
    {
        QueryAnswer answer = await AnswerAsync(address, query);
        Assert.Null(answer.Problem);
        return Assert.Single(answer.Series);
    }

    public static async Task<SourceProblem> ProblemAsync(Uri address, PlannedQuery query)
    {
        QueryAnswer answer = await AnswerAsync(address, query);
        Assert.Empty(answer.Series);
        return Assert.IsType<SourceProblem>(answer.Problem);
    }

    /// <summary>That the series holds exactly these points, values to the bit.</summary>
    public static void Holds(FetchedSeries series, IEnumerable<(long TimeMillis, double Value)> points)
    {
        (long TimeMillis, double Value)[] expected = [.. points];
        Assert.Equal(expected.Select(point => point.TimeMillis), series.TimesMillis);
        Assert.Equal(expected.Select(point => BitConverter.DoubleToInt64Bits(point.Value)), series.Values.Select(BitConverter.DoubleToInt64Bits));
    }
}
