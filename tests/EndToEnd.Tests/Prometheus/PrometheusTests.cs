using CanaryJudge.Judging.Measuring;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

public sealed class PrometheusTests(PrometheusFixture prometheus)
{
    [Fact]
    public async Task RawSamples_OfARatio_ComeBackExactlyAsWritten()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await prometheus.AddressAsync(), Ask.Raw("http_requests_total{version=\"v2\"}", Ask.Start - 1, Samples.End));
        Assert.Null(answer.Problem);
        Assert.Equal(2, answer.Series.Count);
        Ask.Holds(answer.Series.Single(series => series.Labels["code"] == "200"), Samples.Good.Samples);
        Ask.Holds(answer.Series.Single(series => series.Labels["code"] == "500"), Samples.Bad.Samples);
        Assert.All(answer.Series, series => Assert.Equal("http_requests_total", series.Labels["__name__"]));
    }

    [Fact]
    public async Task RawSamples_AtBothEnds_AreOutsideOfTheStartAndInsideOfTheEnd()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("reset_total", Ask.Start + 2 * Samples.Step, Ask.Start + 5 * Samples.Step));
        Ask.Holds(series, Samples.Reset.Samples.Skip(3).Take(3));
    }

    [Fact]
    public async Task RawSamples_OfACounterThatStartedAgain_AreNotSmoothed() =>
        Ask.Holds(await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("reset_total", Ask.Start - 1, Samples.End)), Samples.Reset.Samples);

    [Fact]
    public async Task RawSamples_WithAGap_AreNotFilledIn() =>
        Ask.Holds(await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("gappy", Ask.Start - 1, Samples.End)), Samples.Gap.Samples);

    [Fact]
    public async Task RawSamples_OfASeriesThatWentStale_LeaveOutTheMarker() =>
        Ask.Holds(await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("stale", Ask.Start - 1, Samples.End)), Samples.Stale.Samples.Where(sample => !double.IsNaN(sample.Value)));

    [Fact]
    public async Task RawSamples_OfOddValuesAndLabels_ComeBackToTheBit()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("odd", Ask.Start - 1, Samples.End));
        Ask.Holds(series, Samples.Odd.Samples);
        Assert.Equal("she said \"no\"\n{x=\"y\"}\\", series.Labels["quote"]);
    }

    [Fact]
    public async Task RawSamples_OfAClassicHistogram_AreItsBuckets()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await prometheus.AddressAsync(), Ask.Raw("latency_bucket", Ask.Start - 1, Samples.End));
        Assert.Null(answer.Problem);
        foreach (RemoteWriteSeries bucket in Samples.Classic)
            Ask.Holds(answer.Series.Single(series => series.Labels["le"] == bucket.Labels.Single().Value), bucket.Samples);
    }

    [Fact]
    public async Task RawSamples_OfANativeHistogram_AreItsBucketsWithTheirBounds()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("latency_native", Ask.Start - 1, Samples.End));
        Assert.Equal(Samples.Native.Histograms.Select(histogram => histogram.TimeMillis), series.TimesMillis);
        Assert.Empty(series.Values);
        NativeHistogramPoint point = series.Histograms[10];
        Assert.Equal((40.0, 25.0), (point.Count, point.Sum));
        Assert.Equal([10.0, 10.0, 20.0], point.Counts); // zero bucket, (0.25, 0.5], (1, 2]
        Assert.Equal([0.25, 1.0], point.Lower[1..]);
        Assert.Equal([0.5, 2.0], point.Upper[1..]);
        Assert.True(point.Lower[0] < 0 && point.Upper[0] > 0 && point.Upper[0] < 1e-30);
    }

    [Fact]
    public async Task RawSamples_OfASeriesOnWholeAndHalfSeconds_KeepTheirMilliseconds()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Raw("odd", Ask.Start + 1, Ask.Start + 2_030));
        Assert.Equal([Ask.Start + 1_002, Ask.Start + 2_030], series.TimesMillis);
    }

    [Fact]
    public async Task Expression_OfAShare_IsEvaluatedAtEachStep()
    {
        const string share = "sum(rate(http_requests_total{code=\"500\"}[1m])) / sum(rate(http_requests_total[1m]))";
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression(share, Ask.Start + 60_000, Ask.Start + 540_000, 60_000));
        Assert.Equal(Enumerable.Range(1, 9).Select(i => Ask.Start + i * 60_000L), series.TimesMillis);
        Assert.All(series.Values, value => Assert.Equal(3.0 / 103, value, 1e-12));
        Assert.Empty(series.Labels);
    }

    [Fact]
    public async Task Expression_OfNothingByNothing_IsNotANumberAndNotLeftOut()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("vector(0) / vector(0)", Ask.Start, Ask.Start + 120_000, 60_000));
        Assert.Equal([double.NaN, double.NaN, double.NaN], series.Values);
    }

    [Fact]
    public async Task Expression_OfAScalar_IsASeriesWithoutLabels()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("scalar(vector(7))", Ask.Start, Ask.Start + 60_000, 60_000));
        Assert.Empty(series.Labels);
        Assert.Equal([7.0, 7.0], series.Values);
    }

    [Fact]
    public async Task Expression_OfANativeHistogram_IsHistograms()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("sum(latency_native)", Ask.Start, Ask.Start + 150_000, 150_000));
        Assert.Equal([0.0, 40.0], series.Histograms.Select(histogram => histogram.Count));
    }

    [Fact]
    public async Task Expression_OverAGapLongerThanTheLookback_HasNoPointsThere()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("stale", Ask.Start + 18 * Samples.Step, Ask.Start + 31 * Samples.Step, Samples.Step));
        Assert.Equal([18.0, 19, 30, 31], series.Values);
    }

    [Fact]
    public async Task Expression_OnTimesWithMilliseconds_IsEvaluatedExactlyThere()
    {
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("timestamp(reset_total)", Ask.Start + 15_001, Ask.Start + 16_001, 250));
        Assert.Equal([Ask.Start + 15_001, Ask.Start + 15_251, Ask.Start + 15_501, Ask.Start + 15_751, Ask.Start + 16_001], series.TimesMillis);
    }

    [Fact]
    public async Task Expression_OfMoreThan11000Points_IsAskedInPartsAndWhole()
    {
        // One evaluation a second over a little more than nine hours; time() is the moment of each.
        FetchedSeries series = await Ask.OneAsync(await prometheus.AddressAsync(), Ask.Expression("vector(time())", Ask.Start, Ask.Start + 33_000_000, 1_000));
        Assert.Equal(Enumerable.Range(0, 33_001).Select(i => Ask.Start + i * 1_000L), series.TimesMillis);
        Assert.Equal(series.TimesMillis.Select(time => time / 1000.0), series.Values);
    }

    [Theory]
    [InlineData("htp_requests_total")]
    [InlineData("http_requests_total{version=\"v3\"}")]
    public async Task Selector_OfANameThatIsNotThere_IsAnEmptyAnswer(string selector)
    {
        QueryAnswer answer = await Ask.AnswerAsync(await prometheus.AddressAsync(), Ask.Raw(selector, Ask.Start - 1, Samples.End));
        Assert.Null(answer.Problem);
        Assert.Empty(answer.Series);
    }

    [Fact]
    public async Task Selector_ThatIsNone_IsRejectedInTheServersWords()
    {
        SourceProblem problem = await Ask.ProblemAsync(await prometheus.AddressAsync(), Ask.Raw("http_requests_total{", Ask.Start - 1, Samples.End));
        Assert.Equal((ProblemKind.Rejected, 400), (problem.Kind, problem.Status));
        Assert.Contains("bad_data", problem.Message);
        Assert.Contains("parse error", problem.Message);
        Assert.Equal("http_requests_total{[586s]", problem.Query.Replace("585001ms", "586s"));
    }

    [Fact]
    public async Task Expression_ThatCannotBeEvaluated_IsRejectedInTheServersWords()
    {
        SourceProblem problem = await Ask.ProblemAsync(
            await prometheus.AddressAsync(), Ask.Expression("http_requests_total * on(version) http_requests_total", Ask.Start + 60_000, Ask.Start + 120_000, 60_000));
        Assert.Equal((ProblemKind.Rejected, 422), (problem.Kind, problem.Status));
        Assert.Contains("many-to-many", problem.Message);
    }

    [Fact]
    public async Task Server_WithALimitOfSamples_IsAskedForLessAtOnce()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(
            new PrometheusServerOptions { Arguments = ["--query.max-samples=100"] }, TestContext.Current.CancellationToken);
        RemoteWriteSeries series = new RemoteWriteSeries("busy_total").Every(Ask.Start, 1_000, 600, i => i);
        await server.WriteAsync([series], TestContext.Current.CancellationToken);
        Ask.Holds(await Ask.OneAsync(server.BaseAddress, Ask.Raw("busy_total", Ask.Start - 1, Ask.Start + 599_000)), series.Samples);
    }

    [Fact]
    public async Task Server_UnderAPathPrefix_IsAskedThere()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(new PrometheusServerOptions { RoutePrefix = "metrics/prom" }, TestContext.Current.CancellationToken);
        await server.WriteAsync([Samples.Good], TestContext.Current.CancellationToken);
        Assert.EndsWith("/metrics/prom/", server.BaseAddress.AbsolutePath);
        Ask.Holds(await Ask.OneAsync(server.BaseAddress, Ask.Raw("http_requests_total", Ask.Start - 1, Samples.End)), Samples.Good.Samples);

        SourceProblem problem = await Ask.ProblemAsync(new Uri(server.BaseAddress, "/"), Ask.Raw("up", Ask.Start, Samples.End));
        Assert.Contains("path prefix", problem.Message);
    }

    [Fact]
    public async Task Server_AsksAndIsAnswered_Compressed()
    {
        Uri address = await prometheus.AddressAsync();
        await using var relay = new Relay(address.Port);
        Ask.Holds(await Ask.OneAsync(relay.Address, Ask.Raw("http_requests_total{code=\"200\"}", Ask.Start - 1, Samples.End)), Samples.Good.Samples);
        Assert.Contains("Accept-Encoding: gzip\r\n", relay.Asked);
        Assert.Contains("Content-Encoding: gzip\r\n", relay.Answered);
    }
}
