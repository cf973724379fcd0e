using CanaryJudge.EndToEnd.Tests.Prometheus;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.TestKit;

[assembly: AssemblyFixture(typeof(VictoriaMetricsFixture))]

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>The same API of another server: where it differs from Prometheus, the test says so.</summary>
public sealed class VictoriaMetricsTests(VictoriaMetricsFixture victoria)
{
    [Fact]
    public async Task RawSamples_OfARatio_ComeBackExactlyAsWritten()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await victoria.AddressAsync(), Ask.Raw("http_requests_total{version=\"v2\"}", Ask.Start - 1, Samples.End));
        Assert.Null(answer.Problem);
        Ask.Holds(answer.Series.Single(series => series.Labels["code"] == "200"), Samples.Good.Samples);
        Ask.Holds(answer.Series.Single(series => series.Labels["code"] == "500"), Samples.Bad.Samples);
    }

    [Fact]
    public async Task RawSamples_AtBothEnds_AreOutsideOfTheStartAndInsideOfTheEnd()
    {
        FetchedSeries series = await Ask.OneAsync(await victoria.AddressAsync(), Ask.Raw("reset_total", Ask.Start + 2 * Samples.Step, Ask.Start + 5 * Samples.Step));
        Ask.Holds(series, Samples.Reset.Samples.Skip(3).Take(3));
    }

    [Fact]
    public async Task RawSamples_WithAGapAndAReset_AreNotSmoothed()
    {
        Ask.Holds(await Ask.OneAsync(await victoria.AddressAsync(), Ask.Raw("gappy", Ask.Start - 1, Samples.End)), Samples.Gap.Samples);
        Ask.Holds(await Ask.OneAsync(await victoria.AddressAsync(), Ask.Raw("reset_total", Ask.Start - 1, Samples.End)), Samples.Reset.Samples);
    }

    [Fact]
    public async Task RawSamples_OfASeriesThatWentStale_AreNotANumberAtTheMarker()
    {
        FetchedSeries series = await Ask.OneAsync(await victoria.AddressAsync(), Ask.Raw("stale", Ask.Start - 1, Samples.End));
        // Prometheus leaves the marker out; this server gives it, and JSON has but one NaN.
        Ask.Holds(series, Samples.Stale.Samples.Select(sample => sample with { Value = double.IsNaN(sample.Value) ? double.NaN : sample.Value }));
    }

    [Fact]
    public async Task RawSamples_OfAClassicHistogram_AreItsBuckets()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await victoria.AddressAsync(), Ask.Raw("latency_bucket", Ask.Start - 1, Samples.End));
        foreach (RemoteWriteSeries bucket in Samples.Classic)
            Ask.Holds(answer.Series.Single(series => series.Labels["le"] == bucket.Labels.Single().Value), bucket.Samples);
    }

    [Fact]
    public async Task Expression_OnTimesThatAreNoMultiplesOfTheStep_IsEvaluatedExactlyThere()
    {
        // Left to itself, VictoriaMetrics moves ranges of 50 points and more to multiples of the step.
        FetchedSeries series = await Ask.OneAsync(await victoria.AddressAsync(), Ask.Expression("time()", Ask.Start + 7_000, Ask.Start + 7_000 + 100 * 60_000, 60_000));
        Assert.Equal(Enumerable.Range(0, 101).Select(i => Ask.Start + 7_000 + i * 60_000L), series.TimesMillis);
        Assert.Equal(series.TimesMillis.Select(time => time / 1000.0), series.Values);
    }

    [Fact]
    public async Task Expression_OfNothingByNothing_IsEmpty()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await victoria.AddressAsync(), Ask.Expression("vector(0) / vector(0)", Ask.Start, Ask.Start + 120_000, 60_000));
        Assert.Null(answer.Problem);
        Assert.Empty(answer.Series);
    }

    [Fact]
    public async Task Expression_OfMoreThan11000Points_IsAskedInPartsAndWhole()
    {
        FetchedSeries series = await Ask.OneAsync(await victoria.AddressAsync(), Ask.Expression("time()", Ask.Start, Ask.Start + 12_000_000, 1_000));
        Assert.Equal(Enumerable.Range(0, 12_001).Select(i => Ask.Start + i * 1_000L), series.TimesMillis);
    }

    [Fact]
    public async Task Selector_OfANameThatIsNotThere_IsAnEmptyAnswer()
    {
        QueryAnswer answer = await Ask.AnswerAsync(await victoria.AddressAsync(), Ask.Raw("htp_requests_total", Ask.Start - 1, Samples.End));
        Assert.Null(answer.Problem);
        Assert.Empty(answer.Series);
    }

    [Fact]
    public async Task Selector_ThatIsNone_IsRejectedInTheServersWords()
    {
        SourceProblem problem = await Ask.ProblemAsync(await victoria.AddressAsync(), Ask.Raw("http_requests_total{", Ask.Start - 1, Samples.End));
        Assert.Equal((ProblemKind.Rejected, 422), (problem.Kind, problem.Status));
        Assert.Contains("http_requests_total{", problem.Message);
    }
}
