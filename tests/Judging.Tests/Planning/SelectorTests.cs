using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Planning;

public sealed class SelectorTests
{
    /// <summary>Values that would end a string, a matcher, braces or a query if they were not escaped.</summary>
    internal static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("", "v1", "\"", "\\", "\\\"", "\"} or vector(1) #", "a\nb", "\r\t\0\u007f\u0085\u2028", "'`", "{$scope}", "$interval", "]}", "😀", "\\u0041", "é"),
        Gen.String[Gen.Char, 0, 20].Select(text => string.Concat(text.Where(c => !char.IsSurrogate(c)))),
        Gen.String[Gen.Char["\\\"'`{}\n,=~!#$ab"], 0, 20]);

    private static readonly Gen<string> Label = Gen.OneOf(Gen.OneOf("version", "_a9", "service.name", "é", "a\"b", "9a"), Value.Where(text => text.Length > 0 && text != "__name__"));

    private static readonly Gen<LabelMatcher> Matcher = Gen.Select(Label, Gen.OneOf(MatchOperator.Equal, MatchOperator.NotEqual), Value, (label, sign, value) => new LabelMatcher(label, sign, value));

    [Theory]
    [InlineData("http_requests_total", "http_requests_total", "http_requests_total")]
    [InlineData(" job:rate5m { } ", "job:rate5m", "job:rate5m")]
    [InlineData("up{code=~\"5..\",}", "up", "up{code=~\"5..\"}")]
    [InlineData("up{a='it\\'s',b=`\\d\"`,c!=\"\\u0041\\x42\\103\"}", "up", "up{a=\"it's\",b=\"\\\\d\\\"\",c!=\"ABC\"}")]
    [InlineData("up # all of them\n{a!~'x'}", "up", "up{a!~\"x\"}")]
    [InlineData("{\"my.metric\",\"l.l\"=\"1\"}", "my.metric", "{__name__=\"my.metric\",\"l.l\"=\"1\"}")]
    [InlineData("{__name__=\"up\",a=\"1\"}", "up", "up{a=\"1\"}")]
    [InlineData("{__name__=\"sum\"}", "sum", "{__name__=\"sum\"}")]
    [InlineData("{__name__=\"inf\",a=\"\"}", "inf", "{__name__=\"inf\",a=\"\"}")]
    [InlineData("{__name__=~\"a|b\"}", null, "{__name__=~\"a|b\"}")]
    [InlineData("{__name__=~\"a.*\",__name__!=\"ab\"}", null, "{__name__=~\"a.*\",__name__!=\"ab\"}")]
    [InlineData("up{by=\"1\",offset=\"2\"}", "up", "up{by=\"1\",offset=\"2\"}")]
    [InlineData("up{a=\"\\xf0\\x9f\\x98\\x80\"}", "up", "up{a=\"😀\"}")]
    [InlineData("up{a=\"\\xc2\\x80\",b=\"\\x00\"}", "up", "up{a=\"\u0080\",b=\"\\x00\"}")]
    public void Text_IsReadAndWrittenByPromQlsRules(string text, string? name, string written)
    {
        Selector selector = Good(text);

        Assert.Equal((name, written), (selector.Name, selector.ToString()));
        Assert.Equal(written, Good(written).ToString());
    }

    [Theory]
    [InlineData("", "The selector is empty")]
    [InlineData("# only a comment", "The selector is empty")]
    [InlineData("up[5m]", "A range follows the selector")]
    [InlineData("up offset 5m", "\"offset\" at character 4 follows the selector: both sides")]
    [InlineData("up @ end()", "\"@\" at character 4")]
    [InlineData("rate(up)", "\"rate\" is a function")]
    [InlineData("sum by (a) (up)", "\"sum\" is a function")]
    [InlineData("up / 2", "\"/\" at character 4 follows the selector: a selector has no operator")]
    [InlineData("up and down", "\"and\" at character 4 follows the selector")]
    [InlineData("up{a=\"1\"} or down", "\"or\" at character 11")]
    [InlineData("up{$scope}", "$scope stands in a selector")]
    [InlineData("{}", "matches every metric")]
    [InlineData("{a=~\".*\",b=\"\",c!=\"x\"}", "matches every metric")]
    [InlineData("up{__name__=\"x\"}", "name is given twice")]
    [InlineData("up{\"x\"}", "name is given twice, as \"up\" and \"x\"")]
    [InlineData("{\"\"}", "name is empty")]
    [InlineData("up{a=1}", "value of the label \"a\" is not in quotes")]
    [InlineData("up{a}", "\"}\" at character 5 follows the label \"a\"")]
    [InlineData("up{a==\"1\"}", "\"==\" at character 5 follows the label")]
    [InlineData("up{a=\"1\" b=\"2\"}", "where a comma or the closing brace belongs")]
    [InlineData("up{a=\"1\"", "The end of the text stands where a comma")]
    [InlineData("up{,}", "\",\" at character 4 stands where a name belongs")]
    [InlineData("up{a:b=\"1\"}", "\"a:b\" is no label name")]
    [InlineData("my.metric", "\"my.metric\" is no plain metric name")]
    [InlineData("9up", "\"9up\" is no plain metric name")]
    [InlineData("nan", "\"nan\" is no plain metric name")]
    [InlineData("5", "\"5\" is no plain metric name")]
    [InlineData("\"up\"", "stands where a name belongs")]
    [InlineData("up{a=\"x}", "string that begins at character 6 has no end")]
    [InlineData("up{a=\"x\ny\"}", "string that begins at character 6 has no end")]
    [InlineData("up{a=\"\\d\"}", "\\d begins no escape")]
    [InlineData("up{a=\"\\'\"}", "\\' begins no escape")]
    [InlineData("up{a=\"\\xZZ\"}", "\\x begins no escape")]
    [InlineData("up{a=\"\\ud800\"}", "\\u begins no escape")]
    [InlineData("up{a=\"\\U00110000\"}", "\\U begins no escape")]
    [InlineData("up{a=\"\\400\"}", "\\4 begins no escape")]
    [InlineData("up{a=\"\\xff\"}", "bytes that are not UTF-8")]
    [InlineData("up{a=~\"(\"}", "regular expression \"(\" of the label \"a\" is refused")]
    public void Text_ThatIsNoSelector_IsNamed(string text, string message)
    {
        SelectorResult result = Selector.Parse(text);

        Assert.Null(result.Selector);
        Violation violation = Assert.Single(result.Violations);
        Assert.Contains(message, violation.Message);
        Assert.NotEmpty(violation.Remedy);
    }

    [Fact]
    public void HalfASurrogatePair_IsNoText() => Assert.Contains("half a surrogate pair", Assert.Single(Selector.Parse("up{a=\"\ud800\"}").Violations).Message);

    [Fact]
    public void Matchers_AboveTheBound_AreRefusedWithTheBound()
    {
        string matchers = string.Join(',', Enumerable.Range(0, 1001).Select(k => $"l{k}=\"\""));

        Assert.Contains("1001 matchers, above the bound of 1000", Assert.Single(Selector.Parse($"up{{{matchers}}}").Violations).Message);
    }

    [Fact]
    public void AnyValue_InAScope_ReadsBackToTheSameMatcher() =>
        Matcher.Array[1, 4].Sample(
            matchers =>
            {
                string text = Good("up{code=~\"5..\"}").With(new Scope(matchers)).ToString();

                Assert.Equal([new("code", MatchOperator.Matches, "5.."), .. matchers], Good(text).Matchers);
                Assert.DoesNotContain('\n', text);
            },
            iter: 3_000);

    [Fact]
    public void AnyName_ReadsBackToTheSameName() =>
        Value.Where(name => name.Length > 0).Sample(
            name => Assert.Equal(name, Good(Good($"{{__name__={PromQl(name)}}}").ToString()).Name),
            iter: 5_000);

    [Fact]
    public void AnyText_GivesASelectorOrViolations() =>
        Gen.OneOf(Gen.String[Gen.Char, 0, 40], Gen.OneOf("up", "{", "}", "a", "=", "=~", "!~", "\"", "'x'", "`", "\"1\"", ",", "[5m]", " ", "\n", "#", "\\", "$scope", "offset", "(", "\ud800", "(?i)").Array[0, 12].Select(string.Concat)).Sample(
            text =>
            {
                SelectorResult result = Selector.Parse(text);
                Assert.Equal(result.Selector is null, result.Violations.Count > 0);
                if (result.Selector is { } selector) Assert.Equal(selector.ToString(), Good(selector.ToString()).ToString());
            },
            iter: 5_000);

    [Theory]
    [InlineData("up", "__name__=up", true)]
    [InlineData("up", "__name__=down", false)]
    [InlineData("up{a=\"1\"}", "__name__=up a=1 b=2", true)]
    [InlineData("up{a=\"1\"}", "__name__=up", false)]
    [InlineData("up{a=\"\"}", "__name__=up", true)]
    [InlineData("up{a!=\"\"}", "__name__=up", false)]
    [InlineData("up{a!=\"1\"}", "__name__=up", true)]
    [InlineData("up{a=~\"5..\"}", "__name__=up a=503", true)]
    [InlineData("up{a=~\"5..\"}", "__name__=up a=5030", false)]
    [InlineData("up{a=~\"5..|\"}", "__name__=up", true)]
    [InlineData("up{a!~\"5..\"}", "__name__=up a=503", false)]
    [InlineData("up{a!~\"5..\"}", "__name__=up", true)]
    [InlineData("up{a=~\"x|y\",a!=\"x\"}", "__name__=up a=x", false)]
    [InlineData("up{a=~\"x|y\",a!=\"x\"}", "__name__=up a=y", true)]
    [InlineData("{__name__=~\"u.\"}", "__name__=up", true)]
    public void Matches_IsPromQls(string selector, string series, bool expected)
    {
        Dictionary<string, string> labels = series.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(expected, Good(selector).Matches(labels));
    }

    [Fact]
    public void ScopeOnTheSameLabel_LeavesBothConditions()
    {
        Selector selector = Good("up{version=~\"v.\"}").With(new([new("version", MatchOperator.Equal, "v2")]));

        Assert.Equal("up{version=~\"v.\",version=\"v2\"}", selector.ToString());
        Assert.True(selector.Matches(new Dictionary<string, string> { ["__name__"] = "up", ["version"] = "v2" }));
        Assert.False(selector.Matches(new Dictionary<string, string> { ["__name__"] = "up", ["version"] = "v1" }));
    }

    private static Selector Good(string text)
    {
        SelectorResult result = Selector.Parse(text);
        Assert.True(result.Violations.Count == 0, text + ": " + string.Join(' ', result.Violations));
        return result.Selector!;
    }

    // A literal written by the plainest of rules, every character an escape, so that reading does not depend on our writing.
    private static string PromQl(string value) => "\"" + string.Concat(value.EnumerateRunes().Select(rune => $"\\U{rune.Value:x8}")) + "\"";
}
