using System.Text;
using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Sources.Tests.Scraping;

public sealed class ExpositionParserTests
{
    /// <summary>In the manner of the example in "Exposition formats" (Prometheus documentation): every feature of text format 0.0.4 once.</summary>
    private const string PrometheusText = """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400"}    3 1395066363000

        # Escaping in label values:
        msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

        # Minimalistic line:
        metric_without_timestamp_and_labels 12.47

        # A weird metric from before the epoch:
        something_weird{problem="division by zero"} +Inf -3982045

        # A histogram, which has a pretty complex representation in the text format:
        # HELP http_request_duration_seconds A histogram of the request duration.
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_bucket{le="0.05"} 24054
        http_request_duration_seconds_bucket{le="+Inf"} 144320
        http_request_duration_seconds_sum 53423
        http_request_duration_seconds_count 144320

        # Finally a summary, which has a complex representation, too:
        # HELP rpc_duration_seconds A summary of the RPC duration in seconds.
        # TYPE rpc_duration_seconds summary
        rpc_duration_seconds{quantile="0.99"} 76656
        rpc_duration_seconds_sum 1.7560473e+07

        """;

    private const string OpenMetricsText = """
        # TYPE acme_http_router_request_seconds summary
        # UNIT acme_http_router_request_seconds seconds
        # HELP acme_http_router_request_seconds Latency though all of ACME's HTTP request router.
        acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32
        acme_http_router_request_seconds_count{path="/api/v1",method="GET"} 807283.0
        acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0
        # TYPE go_goroutines gauge
        go_goroutines 69
        # TYPE foo histogram
        foo_bucket{le="0.1"} 8 # {} 0.054
        foo_bucket{le="+Inf"} 17 1520879607.789 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
        # TYPE b info
        b_info{version="1\\2"} 1
        # EOF
        """;

    [Fact]
    public void Parse_PrometheusText_GivesEveryPoint()
    {
        Exposition page = Read(PrometheusText, ExpositionFormat.Prometheus);

        Assert.Equal(11, page.Points.Count);
        ExpositionPoint first = page.Points[0];
        Assert.Equal(("http_requests_total", "post", "200", 1027.0, 1395066363000, 3), (first.Name, first.Labels["method"], first.Labels["code"], first.Value, first.TimeMillis, first.Line));
        Assert.Equal(@"C:\DIR\FILE.TXT", page.Points[2].Labels["path"]);
        Assert.Equal("Cannot find file:\n\"FILE.TXT\"", page.Points[2].Labels["error"]);
        Assert.Equal(1458255915.0, page.Points[2].Value);
        Assert.Null(page.Points[3].TimeMillis);
        Assert.Single(page.Points[3].Labels);
        Assert.Equal((double.PositiveInfinity, -3982045), (page.Points[4].Value, page.Points[4].TimeMillis));
        Assert.Equal("+Inf", page.Points[6].Labels["le"]);
        Assert.Equal(17560473.0, page.Points[10].Value);
        Assert.Equal(new ExpositionFamily("rpc_duration_seconds", "summary", "A summary of the RPC duration in seconds."), page.Families["rpc_duration_seconds"]);
        Assert.Equal(["http_requests_total", "http_request_duration_seconds", "rpc_duration_seconds"], page.Families.Keys);
    }

    [Fact]
    public void Parse_OpenMetricsText_GivesEveryPointAndLeavesExemplarsOut()
    {
        Exposition page = Read(OpenMetricsText, ExpositionFormat.OpenMetrics);

        Assert.Equal(7, page.Points.Count);
        Assert.Equal((1605281325.0, "acme_http_router_request_seconds_created"), (page.Points[2].Value, page.Points[2].Name));
        Assert.Equal((17.0, 1520879607789), (page.Points[5].Value, page.Points[5].TimeMillis));
        Assert.Equal(@"1\2", page.Points[6].Labels["version"]);
        Assert.Equal(("summary", "seconds"), (page.Families["acme_http_router_request_seconds"].Type, page.Families["acme_http_router_request_seconds"].Unit));
    }

    [Theory]
    [InlineData("a 1\nb 2", 2, "the text was cut short")]
    [InlineData("a{b=\"c\"} 12\n{", 2, "stands where a metric's name belongs")]
    [InlineData("1a 3\n", 1, "'1a 3' stands where a metric's name belongs")]
    [InlineData("a\n", 1, "the value is missing")]
    [InlineData("a \n", 1, "the value is missing")]
    [InlineData("a x\n", 1, "'x' is not a number")]
    [InlineData("a 1e999\n", 1, "'1e999' is not a number")]
    [InlineData("a 0x1p-2\n", 1, "is not a number")]
    [InlineData("a 1,5\n", 1, "is not a number")]
    [InlineData("a 1 2.5\n", 1, "'2.5' is no time in whole milliseconds")]
    [InlineData("a 1 999999999999999999\n", 1, "is no time")]
    [InlineData("a 1 2 3\n", 1, "'3' follows the value")]
    [InlineData("a 1 # {b=\"c\"} 1\n", 1, "follows the value")]
    [InlineData("a 1\r\n", 1, "'1\\u000d' is not a number")]
    [InlineData("a{b=\"c\" 1\n", 1, "a comma or the closing brace is missing")]
    [InlineData("a{b=\"c\"\n", 1, "the closing brace is missing")]
    [InlineData("a{b=\"c} 1\n", 1, "the value of the label 'b' is not closed")]
    [InlineData("a{b=\"c\\\n", 1, "the value of the label 'b' is not closed")]
    [InlineData("a{b=c} 1\n", 1, "the value of the label 'b' is not in quotes")]
    [InlineData("a{b} 1\n", 1, "= is missing after the label 'b'")]
    [InlineData("a{b:c=\"d\"} 1\n", 1, "= is missing after the label 'b'")]
    [InlineData("a{b=\"1\",b=\"2\"} 1\n", 1, "the label 'b' stands twice")]
    [InlineData("a{b=\"\",b=\"2\"} 1\n", 1, "the label 'b' stands twice")]
    [InlineData("a{b=\"2\",b=\"\"} 1\n", 1, "the label 'b' stands twice")]
    [InlineData("a{__name__=\"b\"} 1\n", 1, "the label '__name__' stands twice")]
    [InlineData("a{,} 1\n", 1, "stands where a label's name belongs")]
    [InlineData("# TYPE a number\n", 1, "'number' is no type of metric")]
    [InlineData("# TYPE a info\n", 1, "'info' is no type of metric")]
    [InlineData("# TYPE a counter\n# TYPE a gauge\n", 2, "'a' has two types, counter and gauge")]
    [InlineData("# HELP\n", 1, "a metric's name is missing")]
    [InlineData("# HELP 1\n", 1, "stands where a metric's name belongs")]
    public void Parse_WrongPrometheusText_NamesTheLine(string text, int line, string message) => Refuses(text, ExpositionFormat.Prometheus, line, message);

    [Theory]
    [InlineData("", 1, "# EOF is missing")]
    [InlineData("a 1\n", 2, "# EOF is missing")]
    [InlineData("a 1", 1, "the text was cut short")]
    [InlineData("a 1\n# EO", 2, "is not HELP, TYPE, UNIT or EOF")]
    [InlineData("# EOF\na 1\n", 2, "something follows # EOF")]
    [InlineData("# EOF\n\n", 2, "something follows # EOF")]
    [InlineData("\n# EOF\n", 1, "the line is empty")]
    [InlineData("# a comment\n# EOF\n", 1, "is not HELP, TYPE, UNIT or EOF")]
    [InlineData("a  1\n# EOF\n", 1, "the value is missing")]
    [InlineData("a\t1\n# EOF\n", 1, "a blank is missing before the value")]
    [InlineData(" a 1\n# EOF\n", 1, "stands where a metric's name belongs")]
    [InlineData("a 1 \n# EOF\n", 1, "the line ends in a blank")]
    [InlineData("a 1 2 x\n# EOF\n", 1, "'x' follows the value")]
    [InlineData("a{b=\"c\"}1\n# EOF\n", 1, "a blank is missing before the value")]
    [InlineData("a{b=\"c\", d=\"e\"} 1\n# EOF\n", 1, "stands where a label's name belongs")]
    [InlineData("a 1 NaN\n# EOF\n", 1, "is no time in seconds")]
    [InlineData("a 1 #{} 1\n# EOF\n", 1, "an exemplar begins with # and labels in braces")]
    [InlineData("a 1 # {}\n# EOF\n", 1, "the exemplar's value is missing")]
    [InlineData("a 1 # {x=\"y\"} z\n# EOF\n", 1, "'z' is not a number")]
    [InlineData("# UNIT a_bytes seconds\n# EOF\n", 1, "the name 'a_bytes' does not end in its unit 'seconds'")]
    [InlineData("# TYPE a untyped\n# EOF\n", 1, "'untyped' is no type of metric")]
    public void Parse_WrongOpenMetricsText_NamesTheLine(string text, int line, string message) => Refuses(text, ExpositionFormat.OpenMetrics, line, message);

    [Theory]
    [InlineData("a NaN\n", double.NaN)]
    [InlineData("a nan\n", double.NaN)]
    [InlineData("a Inf\n", double.PositiveInfinity)]
    [InlineData("a +Inf\n", double.PositiveInfinity)]
    [InlineData("a -inf\n", double.NegativeInfinity)]
    [InlineData("a -0\n", -0.0)]
    [InlineData("a +.5\n", 0.5)]
    [InlineData("a 5e-324\n", 5e-324)]
    [InlineData("\t a { b = \"c\" , } \t7 \t\n", 7)]
    [InlineData("a{b=\"c\"}7\n", 7)]
    public void Parse_Values_AreBitForBit(string text, double value)
    {
        ExpositionPoint point = Assert.Single(Read(text, ExpositionFormat.Prometheus).Points);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(point.Value));
    }

    [Fact]
    public void Parse_EmptyLabelValue_IsNoLabel() => Assert.Single(Assert.Single(Read("a{b=\"\"} 1\n", ExpositionFormat.Prometheus).Points).Labels);

    [Fact]
    public void Parse_UnknownEscape_StaysAsItIs() => Assert.Equal(@"\d+\é", Assert.Single(Read("a{b=\"\\d+\\é\"} 1\n", ExpositionFormat.Prometheus).Points).Labels["b"]);

    [Fact]
    public void Parse_HelpWithEscapes_IsUnescaped() => Assert.Equal("one\ntwo\\n", Read("# HELP a one\\ntwo\\\\n\n", ExpositionFormat.Prometheus).Families["a"].Help);

    [Fact]
    public void Parse_SameTypeTwice_IsAccepted() => Assert.Equal("gauge", Read("# TYPE a gauge\n# TYPE a gauge\n", ExpositionFormat.Prometheus).Families["a"].Type);

    [Fact]
    public void Parse_NotUtf8_NamesTheLine()
    {
        ExpositionResult result = ExpositionParser.Parse([.. "a 1\nb{c=\""u8, 0xff, .. "\"} 1\n"u8], ExpositionFormat.Prometheus);
        Assert.Equal((2, "the line is not UTF-8"), (result.Line, result.Message));
    }

    [Theory]
    [InlineData(2000, 64, "the line has more than 64 bytes")]
    [InlineData(1, 64, "")]
    public void Parse_LongLine_IsRefused(int length, int bound, string message) =>
        Assert.Equal(message, ExpositionParser.Parse(Encoding.UTF8.GetBytes("# " + new string('x', length) + "\n"), ExpositionFormat.Prometheus, new() { MaxLineBytes = bound }).Message);

    [Fact]
    public void Parse_BeyondABound_SaysWhich()
    {
        var limits = new ExpositionLimits { MaxBytes = 1024, MaxPoints = 2, MaxLabels = 2, MaxLabelBytes = 16 };
        Assert.Equal((3, "there are more than 2 points"), Refused("a 1\na 2\na 3\n", limits));
        Assert.Equal((1, "a series has more than 2 labels"), Refused("a{b=\"1\",c=\"2\",d=\"3\"} 1\n", limits));
        Assert.Equal((1, "the value of the label 'b' has more than 16 bytes"), Refused("a{b=\"12345678901234567\"} 1\n", limits));
        Assert.Equal((1, "a metric's name has more than 16 bytes"), Refused("a2345678901234567 1\n", limits));
        Assert.Equal((1, "the text has more than 1024 bytes"), Refused(new string('\n', 1025), limits));
        Assert.Equal((3, "there are more than 2 families"), Refused("# TYPE a gauge\n# TYPE b gauge\n# TYPE c gauge\n", limits));
    }

    private static (int, string) Refused(string text, ExpositionLimits limits)
    {
        ExpositionResult result = ExpositionParser.Parse(Encoding.UTF8.GetBytes(text), ExpositionFormat.Prometheus, limits);
        return (result.Line, result.Message);
    }

    private static void Refuses(string text, ExpositionFormat format, int line, string message)
    {
        ExpositionResult result = ExpositionParser.Parse(Encoding.UTF8.GetBytes(text), format);
        Assert.Null(result.Exposition);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(line, result.Line);
    }

    private static Exposition Read(string text, ExpositionFormat format)
    {
        ExpositionResult result = ExpositionParser.Parse(Encoding.UTF8.GetBytes(text), format);
        Assert.Equal("", result.Message);
        return Assert.IsType<Exposition>(result.Exposition);
    }
}
