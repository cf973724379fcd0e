using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Planning;

public sealed class ScopedExpressionTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("up{$scope}", "up{version=\"v\\\"1\"}")]
    [InlineData("a{$scope,code=\"5xx\"} / b{ code=~'x' , $scope }", "a{version=\"v\\\"1\",code=\"5xx\"} / b{ code=~'x' , version=\"v\\\"1\" }")]
    [InlineData("rate(a{$scope}[$interval] offset $interval)", "rate(a{version=\"v\\\"1\"}[1m] offset 1m)")]
    [InlineData("label_replace(up{$scope}, \"a\", \"$1\", \"b\", '$scope')", "label_replace(up{version=\"v\\\"1\"}, \"a\", \"$1\", \"b\", '$scope')")]
    [InlineData("up{$scope} # not $scope, nor \" a string\n+ 1", "up{version=\"v\\\"1\"} # not $scope, nor \" a string\n+ 1")]
    [InlineData("avg_over_time(up{$scope}[60])", "avg_over_time(up{version=\"v\\\"1\"}[60])")]
    [InlineData("max_over_time(rate(a{$scope}[30s])[30s:10s])", "max_over_time(rate(a{version=\"v\\\"1\"}[30s])[30s:10s])")]
    [InlineData("max_over_time(up{$scope}[1m:])", "max_over_time(up{version=\"v\\\"1\"}[1m:])")]
    [InlineData("rate(a{$scope}[1m]) / (rate(b{$scope}[ 1m ]) offset 1h) @ end()", "rate(a{version=\"v\\\"1\"}[1m]) / (rate(b{version=\"v\\\"1\"}[ 1m ]) offset 1h) @ end()")]
    [InlineData("quantile_over_time(scalar(rate(a{$scope}[1m])), b{$scope}[1m:15s])", "quantile_over_time(scalar(rate(a{version=\"v\\\"1\"}[1m])), b{version=\"v\\\"1\"}[1m:15s])")]
    public void Placeholders_OutsideStringsAndComments_AreReplaced(string text, string expected)
    {
        ScopedExpression? expression = ScopedExpression.Parse(text, Minute, out IReadOnlyList<Violation> violations);

        Assert.Empty(violations);
        Assert.Equal(expected, expression!.For(new([new("version", MatchOperator.Equal, "v\"1")]), Minute));
    }

    [Theory]
    [InlineData("avg(up)", "has no $scope")]
    [InlineData("avg(up{pod=~\"$scope\"})", "has no $scope")]
    [InlineData("avg(up) # {$scope}", "has no $scope")]
    [InlineData("up{version=$scope}", "\"$scope\" at character 12 does not stand as a matcher")]
    [InlineData("up$scope", "\"$scope\" at character 3 does not stand as a matcher")]
    [InlineData("sum($scope)", "does not stand as a matcher")]
    [InlineData("sum by (a, $scope) (up)", "does not stand as a matcher")]
    [InlineData("rate(up{$scope}[$__rate_interval])", "\"$__rate_interval\" at character 17 is no placeholder")]
    [InlineData("up{$scopes}", "\"$scopes\" at character 4 is no placeholder")]
    [InlineData("up{${scope}}", "\"$\" at character 4 is no placeholder")]
    [InlineData("rate(up{$scope}[5m])", "The range \"[5m]\" at character 16 is longer than the window of 1m")]
    [InlineData("rate(up{$scope}[1m1ms])", "is longer than the window")]
    [InlineData("rate(up{$scope}[61])", "is longer than the window")]
    [InlineData("max_over_time(up{$scope}[2m:1m])", "\"[2m:1m]\" at character 25 is longer than the window")]
    [InlineData("max_over_time(rate(a{$scope}[1m])[1m:])", "with the range inside it 2m, is longer than the window")]
    [InlineData("max_over_time((1 + rate(a{$scope}[40s]))[40s:5s])", "with the range inside it 1m20s")]
    [InlineData("max_over_time(sum by (x) (rate(a{$scope}[1m]))[$interval:5s])", "with the range inside it 2m")]
    [InlineData("max_over_time((sum(rate(a{$scope}[1m])) by (x))[$interval:5s])", "with the range inside it 2m")]
    [InlineData("rate(up{$scope}[])", "range \"[]\" at character 16 is not understood")]
    [InlineData("rate(up{$scope}[1x])", "is not understood")]
    [InlineData("rate(up{$scope}[-1m])", "is not understood")]
    [InlineData("rate(up{$scope}[0s])", "is not understood")]
    [InlineData("rate(up{$scope}[1m 1m])", "is not understood")]
    [InlineData("rate(up{$scope}[1m", "is never closed")]
    [InlineData("sum(up{$scope}", "The ( at character 4 is never closed")]
    [InlineData("sum(up{$scope}))", "The ) at character 16 closes nothing")]
    [InlineData("sum(up{$scope)}", "closes nothing")]
    [InlineData("up{a=\"x}", "string that begins at character 6 has no end")]
    [InlineData("", "has no $scope")]
    public void Fault_IsNamed(string text, string message)
    {
        Assert.Null(ScopedExpression.Parse(text, Minute, out IReadOnlyList<Violation> violations));

        Assert.Contains(violations, violation => violation.Message.Contains(message) && violation.Remedy.Length > 0);
    }

    [Fact]
    public void LongRange_SaysWhyAndWhatToWrite()
    {
        ScopedExpression.Parse("rate(up{$scope}[5m])", Minute, out IReadOnlyList<Violation> violations);

        Violation violation = Assert.Single(violations);
        Assert.Contains("neighbouring windows would repeat the same data", violation.Message);
        Assert.Equal("Write [$interval] (here [1m]), or raise spec.interval to 5m.", violation.Remedy);
    }

    [Fact]
    public void AnyText_GivesAnExpressionOrViolations() =>
        Gen.OneOf(Gen.String[Gen.Char, 0, 40], Gen.OneOf("up", "{$scope}", "$scope", "$interval", "{", "}", "(", ")", "[", "]", "1m", ":", ",", "\"", "'", "`", "#", "\n", " ", "\\", "5", "offset", "\ud800").Array[0, 15].Select(string.Concat)).Sample(
            text => Assert.Equal(ScopedExpression.Parse(text, Minute, out IReadOnlyList<Violation> violations) is null, violations.Count > 0),
            iter: 20_000);

    [Fact]
    public void AnyScopeValue_LeavesTheRestOfTheQueryAsItWas() =>
        SelectorTests.Value.Sample(
            value =>
            {
                const string text = "sum(rate(a{$scope,code=\"5\"}[1m])) / sum(rate(b{$scope}[1m]))";
                string query = ScopedExpression.Parse(text, Minute, out _)!.For(new([new("version", MatchOperator.Equal, value)]), Minute);

                string[] pieces = [.. PromQlLexer.Lex(query, out string fault).Select(token => token.Text)];
                Assert.Equal("", fault);
                string literal = pieces[Array.IndexOf(pieces, "version") + 2];
                Assert.Equal(value, PromQlText.Unquote(literal, out _));
                string[] expected = [.. PromQlLexer.Lex(text.Replace("$scope", "version=X"), out _).Select(token => token.Text == "X" ? literal : token.Text)];
                Assert.Equal(expected, pieces);
            },
            iter: 5_000);
}
