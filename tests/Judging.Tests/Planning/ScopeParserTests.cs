using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Planning;

public sealed class ScopeParserTests
{
    [Theory]
    [InlineData("version=v1", "version=\"v1\"")]
    [InlineData("version=v1,namespace=shop", "version=\"v1\",namespace=\"shop\"")]
    [InlineData(" version = v1 , pod =~ checkout-.* ", "version=\"v1\",pod=~\"checkout-.*\"")]
    [InlineData("version!=v2,zone!~eu-.,", "version!=\"v2\",zone!~\"eu-.\"")]
    [InlineData("a=\"x,y\",b='it\\'s',c=`\\d`", "a=\"x,y\",b=\"it's\",c=\"\\\\d\"")]
    [InlineData("path=C:\\dir {x}\"", "path=\"C:\\\\dir {x}\\\"\"")]
    [InlineData("a=\"=b\"", "a=\"=b\"")]
    [InlineData("a=b=c", "a=\"b=c\"")]
    [InlineData("a=\"\"", "a=\"\"")]
    [InlineData("app.kubernetes.io/name=shop", "\"app.kubernetes.io/name\"=\"shop\"")]
    [InlineData("\"my label\"=x", "\"my label\"=\"x\"")]
    [InlineData("version=v1,version!=v2", "version=\"v1\",version!=\"v2\"")]
    public void Text_IsReadAsMatchers(string text, string written)
    {
        ScopeResult result = ScopeParser.Parse(text);

        Assert.Empty(result.Violations);
        Assert.Equal($"up{{{written}}}", Selector.Parse("up").Selector!.With(result.Scope!).ToString());
    }

    [Theory]
    [InlineData("", 1, "The scope is empty")]
    [InlineData(" ", 1, "The scope is empty")]
    [InlineData("version", 1, "\"version\" is no condition")]
    [InlineData("=v1", 1, "\"=v1\" is no condition")]
    [InlineData("a=1,,b=2", 5, "\"\" is no condition")]
    [InlineData("version=", 1, "The value of \"version\" is empty")]
    [InlineData("a=1,version=,b=2", 5, "The value of \"version\" is empty")]
    [InlineData("{version=v1}", 1, "is no condition")]
    [InlineData("version==v1", 1, "none of = != =~ !~")]
    [InlineData("a=\"x\" y", 7, "\"y\" follows a value")]
    [InlineData("a=\"x", 3, "has no end")]
    [InlineData("a=\"\\q\"", 3, "begins no escape")]
    [InlineData("a=~(", 1, "regular expression \"(\" of the label \"a\" is refused")]
    [InlineData("__name__=up", 1, "__name__")]
    [InlineData("a=1,a=2", 1, "both \"1\" and \"2\": no series does")]
    public void Text_ThatIsNoScope_IsNamedWithItsPlace(string text, int column, string message)
    {
        ScopeResult result = ScopeParser.Parse(text, "baseline");

        Assert.Null(result.Scope);
        Violation violation = Assert.Single(result.Violations);
        Assert.Equal(("baseline", 1, column), (violation.Path, violation.Line, violation.Column));
        Assert.Contains(message, violation.Message);
        Assert.NotEmpty(violation.Remedy);
    }

    [Fact]
    public void EveryProblem_IsToldAtOnce() =>
        Assert.Equal([1, 10, 15], ScopeParser.Parse("version=,a=~[,b", "canary").Violations.Select(violation => violation.Column));

    [Fact]
    public void HalfASurrogatePair_IsNoText() => Assert.Contains("half a surrogate pair", Assert.Single(ScopeParser.Parse("a=\ud800").Violations).Message);

    [Fact]
    public void Scope_AboveItsBounds_IsRefusedWithTheBound()
    {
        string many = string.Join(',', Enumerable.Range(0, 1001).Select(k => $"l{k}=1"));

        Assert.Contains("1001 matchers, above the bound of 1000", Assert.Single(ScopeParser.Parse(many).Violations).Message);
        Assert.Contains("65537 characters, above the bound of 65536", Assert.Single(ScopeParser.Parse("a=" + new string('x', 65_535)).Violations).Message);
    }

    [Fact]
    public void AnyText_GivesAScopeOrViolations() =>
        Gen.OneOf(Gen.String[Gen.Char, 0, 40], Gen.OneOf("a", "b.c", "=", "!=", "=~", "!~", ",", "\"", "'x'", "`", " ", "\\", "v1", "(", "\ud800").Array[0, 15].Select(string.Concat)).Sample(
            text =>
            {
                ScopeResult result = ScopeParser.Parse(text);
                Assert.Equal(result.Scope is null, result.Violations.Count > 0);
            },
            iter: 10_000);

    [Fact]
    public void AnyValueInQuotes_IsReadAsItself() =>
        SelectorTests.Value.Where(value => value.Length > 0).Sample(
            value =>
            {
                var matcher = new LabelMatcher("version", MatchOperator.Equal, value);
                string written = Selector.Parse("up").Selector!.With(new([matcher])).ToString();
                Assert.Equal([matcher], ScopeParser.Parse(written["up{".Length..^1]).Scope!.Matchers);
            },
            iter: 5_000);
}
