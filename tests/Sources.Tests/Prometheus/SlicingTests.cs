using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources.Prometheus;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class SlicingTests
{
    [Fact]
    public void Slices_OfAnExpression_HoldEachEvaluationOnce() =>
        Gen.Select(Gen.Long[1, 100_000], Gen.Long[0, 60_000]).Sample((step, steps) =>
        {
            PlannedQuery query = StubServer.Expression(start: 1_760_000_000_000, end: 1_760_000_000_000 + steps * step + step / 2, step: step);
            IReadOnlyList<TimeSlice> slices = TimeSlice.Of(query);
            long next = query.StartMillis;
            foreach (TimeSlice slice in slices)
            {
                Assert.Equal(next, slice.StartMillis);
                long evaluations = (slice.EndMillis - slice.StartMillis) / step + 1;
                Assert.InRange(evaluations, 1, 11_000);
                next += evaluations * step;
            }
            Assert.Equal(query.StartMillis + (steps + 1) * step, next);
            Assert.True(slices[^1].EndMillis <= query.EndMillis);
        });

    [Fact]
    public void Slices_OfRawSamples_TouchWithoutOverlap() =>
        Gen.Long[1, 400_000_000].Sample(length =>
        {
            PlannedQuery query = StubServer.Raw(start: 1_760_000_000_000, end: 1_760_000_000_000 + length);
            IReadOnlyList<TimeSlice> slices = TimeSlice.Of(query);
            Assert.Equal(query.StartMillis, slices[0].StartMillis);
            Assert.Equal(query.EndMillis, slices[^1].EndMillis);
            Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.Equal(pair.First.EndMillis, pair.Second.StartMillis));
            Assert.All(slices, slice => Assert.InRange(slice.EndMillis - slice.StartMillis, 1, 7 * 3_600_000L));
            Assert.All(slices.SkipLast(1), slice => Assert.Equal(6 * 3_600_000L, slice.EndMillis - slice.StartMillis));
        });

    [Theory]
    [InlineData(6, 0, 1)]
    [InlineData(6, 300_000, 1)]
    [InlineData(7, 0, 1)]
    [InlineData(7, 1, 2)]
    [InlineData(24, 300_000, 4)]
    public void Slices_OfHoursAndTheTimeBeforeTheFirstWindow_AreNotOneMoreForTheRest(int hours, long before, int slices) =>
        Assert.Equal(slices, TimeSlice.Of(StubServer.Raw(start: 1_760_000_000_000 - before, end: 1_760_000_000_000 + (hours * 3_600_000L))).Count);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.001")]
    [InlineData(-1, "-0.001")]
    [InlineData(1_760_000_000_000, "1760000000")]
    [InlineData(1_760_000_000_120, "1760000000.12")]
    [InlineData(-1_500, "-1.5")]
    public void Seconds_AreExactDecimals(long millis, string seconds) => Assert.Equal(seconds, ApiRequest.Seconds(millis));

    [Fact]
    public async Task Source_MoreThan11000Evaluations_AreAskedInPartsAndJoined()
    {
        var server = new StubServer(call => StubServer.Json(Matrix("a", call.StartMillis, call.EndMillis, call.StepMillis)));
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Expression(start: 1_760_000_000_000, end: 1_760_000_000_000 + 24_999 * 1000L, step: 1000));

        Assert.Equal(3, server.Calls.Count);
        FetchedSeries series = Assert.Single(answer.Series);
        Assert.Equal(Enumerable.Range(0, 25_000).Select(i => 1_760_000_000_000 + i * 1000L), series.TimesMillis);
        Assert.Equal(series.TimesMillis.Select(time => time / 1000.0), series.Values);
    }

    [Fact]
    public async Task Source_RawSamplesOverALongTime_AreJoinedWithoutDoublingTheEdges()
    {
        // The stub closes its ranges on both sides, as Prometheus before 3 does.
        var server = new StubServer(call => StubServer.Json(Matrix("a", call.TimeMillis - Range(call), call.TimeMillis, 60_000)));
        using PrometheusSource source = server.Source();
        const long hours = 20 * 3_600_000L;
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw(start: 1_760_000_000_000, end: 1_760_000_000_000 + hours));

        Assert.Equal(4, server.Calls.Count);
        Assert.Equal(Enumerable.Range(1, 1200).Select(i => 1_760_000_000_000 + i * 60_000L), Assert.Single(answer.Series).TimesMillis);
    }

    [Fact]
    public async Task Source_SeriesOfOneScrapeInSeveralParts_ShareTheirTimesWhenJoined_AndOthersKeepTheirs()
    {
        // Three series on the same times and one half as often: in every part the edge of the range is there twice.
        var server = new StubServer(call => StubServer.Json(
            $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(',', new[] { ("a", 1), ("b", 1), ("c", 2), ("d", 1) }.Select(s => One(s.Item1, call.TimeMillis - Range(call), call.TimeMillis, s.Item2 * 60_000)))}}}]}}"""));
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw(start: 1_760_000_000_000, end: 1_760_000_000_000 + (20 * 3_600_000L)));

        Assert.Equal([1200, 1200, 600, 1200], answer.Series.Select(series => series.Values.Length));
        Assert.Same(answer.Series[0].TimesMillis, answer.Series[1].TimesMillis);
        Assert.Equal(answer.Series[0].TimesMillis, answer.Series[3].TimesMillis);
        Assert.All(answer.Series, series => Assert.Equal(series.TimesMillis.Select(time => time / 1000.0), series.Values));
    }

    [Fact]
    public async Task Source_RawSamplesThatAreTooManyForTheServer_AreAskedInHalves()
    {
        var server = new StubServer(call => Range(call) > 900_000
            ? StubServer.Error(422, "execution", "query processing would load too many samples into memory in query execution")
            : StubServer.Json(Matrix("a", call.TimeMillis - Range(call), call.TimeMillis, 60_000)));
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw(start: 1_760_000_000_000, end: 1_760_003_600_000));
        Assert.Null(answer.Problem);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => 1_760_000_000_000 + i * 60_000L), Assert.Single(answer.Series).TimesMillis);
    }

    [Fact]
    public async Task Source_RawSamplesThatStayTooMany_AreTooLarge()
    {
        var server = new StubServer(_ => StubServer.Error(422, "execution", "too many samples"));
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Raw());
        Assert.Equal(ProblemKind.TooLarge, answer.Problem?.Kind);
        Assert.InRange(server.Calls.Count, 2, 5);
    }

    [Fact]
    public async Task Source_SeriesThatComeAndGoBetweenParts_StaySeparate()
    {
        long middle = 1_760_000_000_000 + 11_000 * 1000L;
        var server = new StubServer(call => StubServer.Json(Matrix(call.StartMillis < middle ? "early" : "late", call.StartMillis, call.EndMillis, 1000)));
        using PrometheusSource source = server.Source();
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Expression(start: 1_760_000_000_000, end: middle + 4000, step: 1000));
        Assert.Equal(["early", "late"], answer.Series.Select(series => series.Labels["name"]));
        Assert.Equal([11_000, 5], answer.Series.Select(series => series.TimesMillis.Length));
    }

    [Fact]
    public async Task Source_TooManyPointsOverAllParts_AreTooLarge()
    {
        var server = new StubServer(call => StubServer.Json(Matrix("a", call.StartMillis, call.EndMillis, 1000)));
        using PrometheusSource source = server.Source(StubServer.Options with { MaxPoints = 15_000 });
        QueryAnswer answer = await StubServer.AskAsync(source, StubServer.Expression(start: 1_760_000_000_000, end: 1_760_000_000_000 + 20_000_000, step: 1000));
        Assert.Equal(ProblemKind.TooLarge, answer.Problem?.Kind);
        Assert.Contains("15,000 points", answer.Problem?.Message);
        Assert.Empty(answer.Series);
    }

    private static long Range(StubServer.Call call) => long.Parse(call.Form["query"].Split('[')[1].TrimEnd(']', 's')) * 1000;

    private static string Matrix(string name, long start, long end, long step) =>
        $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{One(name, start, end, step)}}}]}}""";

    private static string One(string name, long start, long end, long step) =>
        $$$"""{"metric":{"name":"{{{name}}}"},"values":[""" +
        string.Join(',', Enumerable.Range(0, (int)((end - start) / step) + 1).Select(i => $"[{ApiRequest.Seconds(start + i * step)},\"{ApiRequest.Seconds(start + i * step)}\"]")) + "]}";
}
