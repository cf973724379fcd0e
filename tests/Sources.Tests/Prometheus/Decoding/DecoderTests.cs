using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

public sealed class DecoderTests
{
    private const string Matrix = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"api"},"values":[[1760000000,"1"],[1760000000.5,"NaN"],[1760000001.001,"+Inf"],[1760000002,"-Inf"]]}]}}""";

    [Fact]
    public void Decoder_Matrix_GivesLabelsTimesAndValues()
    {
        FetchedSeries series = Decode.One(Decode.Text(Matrix));
        Assert.Equal("up", series.Labels["__name__"]);
        Assert.Equal("api", series.Labels["job"]);
        Assert.False(series.Labels.ContainsKey("pod"));
        Assert.Equal([1_760_000_000_000, 1_760_000_000_500, 1_760_000_001_001, 1_760_000_002_000], series.TimesMillis);
        Assert.Equal([1, double.NaN, double.PositiveInfinity, double.NegativeInfinity], series.Values);
    }

    [Fact]
    public void Decoder_Vector_GivesOnePointASeries()
    {
        FetchedSeries series = Decode.One(Decode.Text("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1760000000.123,"0.25"]}]}}"""));
        Assert.Empty(series.Labels);
        Assert.Equal([1_760_000_000_123], series.TimesMillis);
        Assert.Equal([0.25], series.Values);
    }

    [Fact]
    public void Decoder_Scalar_IsOneSeriesWithoutLabels()
    {
        FetchedSeries series = Decode.One(Decode.Text("""{"status":"success","data":{"resultType":"scalar","result":[1760000000,"3"]}}"""));
        Assert.Empty(series.Labels);
        Assert.Equal([3.0], series.Values);
    }

    [Fact]
    public void Decoder_NativeHistograms_GiveBucketsWithTheirBounds()
    {
        FetchedSeries series = Decode.One(Decode.Text("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"histograms":[[1760000000,{"count":"5","sum":"3.5","buckets":[[3,"-0.001","0.001","1"],[0,"0.5","1","4"]]}]]}]}}"""));
        NativeHistogramPoint point = Assert.Single(series.Histograms);
        Assert.Empty(series.Values);
        Assert.Equal((5.0, 3.5), (point.Count, point.Sum));
        Assert.Equal([-0.001, 0.5], point.Lower);
        Assert.Equal([0.001, 1], point.Upper);
        Assert.Equal([1.0, 4.0], point.Counts);
    }

    [Fact]
    public void Decoder_SeriesThatBecameAHistogram_ComesAsTwo()
    {
        PrometheusAnswer answer = Decode.Text("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"7"]],"histograms":[[2,{"count":"0","sum":"0"}]]}]}}""");
        Assert.Equal(2, answer.Series.Count);
        Assert.Equal([7.0], answer.Series[0].Values);
        Assert.Empty(Assert.Single(answer.Series[1].Histograms).Counts);
        Assert.Equal([2_000], answer.Series[1].TimesMillis);
    }

    [Fact]
    public void Decoder_ServersError_IsGivenInItsWords()
    {
        PrometheusAnswer answer = Decode.Text("""{"status":"error","errorType":"bad_data","error":"parse error: \"}\"","warnings":["w"]}""");
        Assert.Null(answer.Fault);
        Assert.False(answer.Succeeded);
        Assert.Equal(("bad_data", "parse error: \"}\""), (answer.ErrorType, answer.Error));
        Assert.Equal(["w"], answer.Warnings);
    }

    [Fact]
    public void Decoder_AnswerThatIsPartial_Warns() =>
        Assert.Contains("isPartial", Assert.Single(Decode.Text("""{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}""").Warnings));

    [Fact]
    public void Decoder_NullLists_AreEmpty()
    {
        PrometheusAnswer answer = Decode.Text("""{"status":"success","data":{"resultType":"vector","result":null},"warnings":null}""");
        Assert.True(answer.Succeeded);
        Assert.Empty(answer.Series);
    }

    [Fact]
    public void Decoder_SeriesOnTheSameTimes_ShareThem()
    {
        PrometheusAnswer answer = Decode.Text("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[1,"1"],[2,"1"]]},{"metric":{"a":"2"},"values":[[1,"3"],[2,"4"]]}]}}""");
        Assert.Same(answer.Series[0].TimesMillis, answer.Series[1].TimesMillis);
    }

    [Theory]
    [InlineData("""[[2,"1"],[1,"1"]]""", "do not rise")]
    [InlineData("""[[1,"1"],[1,"1"]]""", "do not rise")]
    [InlineData("""[[1,"one"]]""", "not a number")]
    [InlineData("""[[1,""]]""", "not a number")]
    [InlineData("""[[1,1]]""", "expected a string")]
    [InlineData("""[[1,"1",2]]""", "more than two parts")]
    [InlineData("""[[01,"1"]]""", "expected a value")]
    [InlineData("""[[1e300,"1"]]""", "out of range")]
    [InlineData("""[[-9000000000001,"1"]]""", "out of range")]
    [InlineData("""[[1,"1"],]""", "expected '['")]
    public void Decoder_PointsThatAreNone_AreNamedFaults(string values, string words)
    {
        DecodeFault? fault = Decode.Text($$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":{{{values}}}}]}}""").Fault;
        Assert.Equal(DecodeFaultKind.Malformed, fault?.Kind);
        Assert.Contains(words, fault?.Message);
    }

    [Theory]
    [InlineData("""{"a":"1","a":"2"}""", "a label twice")]
    [InlineData("""{"a":1}""", "expected a string")]
    [InlineData("""{"a":"\ud800"}""", "surrogate")]
    [InlineData("""{"a":"\q"}""", "escape")]
    public void Decoder_LabelsThatAreNone_AreNamedFaults(string labels, string words) =>
        Assert.Contains(words, Decode.Text($$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{{{labels}}},"values":[]}]}}""").Fault?.Message);

    [Fact]
    public void Decoder_Depth_IsBounded()
    {
        string Nested(int depth) => "{\"x\":" + new string('[', depth) + new string(']', depth) + ""","status":"success","data":{"resultType":"matrix","result":[]}}""";
        Assert.Null(Decode.Text(Nested(63)).Fault);
        Assert.Contains("deeper than 64", Decode.Text(Nested(64)).Fault?.Message);
    }

    [Fact]
    public void Decoder_Bytes_AreBounded()
    {
        int length = Encoding.UTF8.GetByteCount(Matrix);
        Assert.Null(Decode.Text(Matrix, Decode.Generous with { MaxBytes = length }).Fault);
        Assert.Equal(DecodeFaultKind.TooManyBytes, Decode.Text(Matrix, Decode.Generous with { MaxBytes = length - 1 }).Fault?.Kind);
    }

    [Fact]
    public void Decoder_OneText_IsBounded() =>
        Assert.Equal(DecodeFaultKind.TooManyBytes, Decode.Text($$"""{"x":"{{new string('x', 2 << 20)}}"}""").Fault?.Kind);

    [Theory]
    [InlineData(3, DecodeFaultKind.TooManyPoints)]
    [InlineData(4, null)]
    public void Decoder_Points_AreBounded(int most, DecodeFaultKind? kind) =>
        Assert.Equal(kind, Decode.Text(Matrix, Decode.Generous with { MaxPoints = most }).Fault?.Kind);

    [Fact]
    public void Decoder_PointsOfALongSeries_AreBoundedWhileTheyArrive()
    {
        string points = string.Join(',', Enumerable.Range(1, 5_000).Select(i => $"[{i},\"1\"]"));
        string body = $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[{{{points}}}""";
        Assert.Equal(DecodeFaultKind.TooManyPoints, Decode.Text(body, Decode.Generous with { MaxPoints = 700 }).Fault?.Kind);
    }

    [Fact]
    public void Decoder_BucketsOfHistograms_CountAsPoints() =>
        Assert.Equal(
            DecodeFaultKind.TooManyPoints,
            Decode.Text(
                """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{"count":"3","sum":"1","buckets":[[0,"1","2","1"],[0,"2","3","1"],[0,"3","4","1"]]}]}]}}""",
                Decode.Generous with { MaxPoints = 3 }).Fault?.Kind);

    [Fact]
    public void Decoder_Warnings_AreBoundedInNumberAndLength()
    {
        string warnings = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"{i} {new string('w', 5_000)}\""));
        PrometheusAnswer answer = Decode.Text($$"""{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":[{{warnings}}]}""");
        Assert.Equal(101, answer.Warnings.Count);
        Assert.All(answer.Warnings, warning => Assert.InRange(warning.Length, 1, 2_003));
        Assert.Equal("(400 further warnings)", answer.Warnings[^1]);
    }

    [Fact]
    public void Decoder_Memory_IsTheValuesAndNothingMoreAPoint()
    {
        byte[] Body(int points) => Encoding.ASCII.GetBytes(
            """{"status":"success","data":{"resultType":"matrix","result":[""" + string.Join(',', Enumerable.Range(0, 40).Select(s =>
                $$$"""{"metric":{"s":"{{{s}}}"},"values":[""" + string.Join(',', Enumerable.Range(1, points).Select(i => $"[{i},\"0.{i}\"]")) + "]}")) + "]}}");
        long Allocated(byte[] body)
        {
            Decode.Bytes(body, int.MaxValue);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Decode.Bytes(body, int.MaxValue);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        long extra = Allocated(Body(4_000)) - Allocated(Body(2_000));
        // 2,000 more values in each of 40 series; 64 KiB for the larger buffers of times and values, and what a debug build needs at their edges.
        Assert.InRange(extra, 8 * 2_000 * 40, 8 * 2_000 * 40 + 160 * 1024);
    }
}
