using System.Text.RegularExpressions;
using CanaryJudge.Judging.Planning;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Planning;

/// <summary>Regular expressions of matchers have RE2's meaning; the expected answers are those of its syntax page.</summary>
public sealed class LabelPatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("a|b", "b", true)]
    [InlineData("a|b", "ab", false)]
    [InlineData("a.c", "a\nc", true)]
    [InlineData("a.c", "a😀c", true)]
    [InlineData("..", "😀", false)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[^a][^a]", "😀", false)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("[😀-😂]", "🙂", false)]
    [InlineData("[\\x{10000}-\\x{10FFFF}]", "\uDBFF\uDFFF", true)]
    [InlineData("[\\x{10000}-\\x{10FFFF}]", "\uFFFF", false)]
    [InlineData("😀+", "😀😀", true)]
    [InlineData("^a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("\\Aa\\z", "a", true)]
    [InlineData("\\d+", "12", true)]
    [InlineData("\\d", "٣", false)]
    [InlineData("\\D", "٣", true)]
    [InlineData("\\w+", "aZ_9", true)]
    [InlineData("\\w", "é", false)]
    [InlineData("\\W", "é", true)]
    [InlineData("\\s", "\v", false)]
    [InlineData("[\\s\\d]+", " 1\t", true)]
    [InlineData("[^\\d]", "x", true)]
    [InlineData("[\\D]", "1", false)]
    [InlineData("[[:alpha:]_]+", "ab_", true)]
    [InlineData("[[:^alpha:]]", "1", true)]
    [InlineData("[[:punct:]]", "~", true)]
    [InlineData("[]a]+", "]a", true)]
    [InlineData("[^]]", "]", false)]
    [InlineData("[a-]+", "a-", true)]
    [InlineData("[a\\-z]", "b", false)]
    [InlineData("[a-z-[aeiou]]", "b-]", false)]
    [InlineData("[[a]", "[", true)]
    [InlineData("\\Qa.b\\E+", "a.bb", true)]
    [InlineData("\\Qa.b", "axb", false)]
    [InlineData("(?P<v>v\\d)", "v1", true)]
    [InlineData("(?<v>v\\d)", "v1", true)]
    [InlineData("(?:ab)+", "abab", true)]
    [InlineData("(?i)AbC", "aBc", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("(?i)[a-c]+", "ABC", true)]
    [InlineData("(?s).", "\n", true)]
    [InlineData("a{2,3}", "aaa", true)]
    [InlineData("a{2}", "a", false)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("a{x}", "a{x}", true)]
    [InlineData("{", "{", true)]
    [InlineData("a}", "a}", true)]
    [InlineData("a*?b??", "aa", true)]
    [InlineData("\\x41\\x{42}\\103", "ABC", true)]
    [InlineData("\\.\\-\\_\\#\\ ", ".-_# ", true)]
    [InlineData("a #b", "a #b", true)]
    [InlineData("\\bfoo\\b", "foo", true)]
    public void Pattern_Matches_AsInRe2(string pattern, string value, bool expected)
    {
        Regex? regex = LabelPattern.Compile(pattern, out string fault);

        Assert.Equal("", fault);
        Assert.Equal(expected, regex!.IsMatch(value));
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("[a")]
    [InlineData("[")]
    [InlineData("[z-a]")]
    [InlineData("[[:foo:]]")]
    [InlineData("\\")]
    [InlineData("a\\")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)")]
    [InlineData("(?<!a)")]
    [InlineData("(?>a)")]
    [InlineData("(?#a)")]
    [InlineData("(?'n'a)")]
    [InlineData("(?P<n-m>a)")]
    [InlineData("(?m)a")]
    [InlineData("(?U)a")]
    [InlineData("(a)\\1")]
    [InlineData("\\k<a>")]
    [InlineData("\\Z")]
    [InlineData("\\G")]
    [InlineData("\\pL")]
    [InlineData("\\C")]
    [InlineData("\\x")]
    [InlineData("\\x{}")]
    [InlineData("\\x{110000}")]
    [InlineData("\\x{d800}")]
    [InlineData("\\x{41")]
    [InlineData("a{1001}")]
    [InlineData("a{99999999999}")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void Pattern_ThatRe2OrTheJudgeRefuses_IsRefused(string pattern)
    {
        Assert.Null(LabelPattern.Compile(pattern, out string fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Pattern_AboveTheBound_IsRefusedWithTheBound()
    {
        Assert.NotNull(LabelPattern.Compile(new string('a', 1000), out _));
        Assert.Null(LabelPattern.Compile(new string('a', 1001), out string fault));
        Assert.Contains("1001 characters, above the bound of 1000", fault);
    }

    [Fact]
    public void AnyPattern_IsCompiledOrRefused_AndMatchesTheEmptyTextByBothEnginesOrByNone() =>
        Gen.OneOf(
            Gen.String[Gen.Char, 0, 20],
            Gen.OneOf("a", "b", ".", "*", "+", "?", "|", "(", ")", "[", "]", "^", "$", "-", "{1,2}", "{", "\\d", "\\W", "\\x{1F600}", "\\Q", "\\E", "(?i)", "(?:", "(?P<n>", "😀", "[:alpha:]", "\\", "\ud800").Array[0, 12].Select(string.Concat)).Sample(
            pattern =>
            {
                Regex? regex = LabelPattern.Compile(pattern, out string fault);
                Assert.Equal(regex is null, fault.Length > 0);
                Assert.Equal(regex?.IsMatch(""), LabelPattern.MatchesEmpty(pattern, out string otherFault));
                Assert.Equal(fault, otherFault);
            },
            iter: 2_000);

    [Theory]
    [InlineData(".", 660)]
    [InlineData(".", 670)]
    [InlineData(".", 1000)]
    [InlineData("\\D", 200)]
    [InlineData("\\D", 500)]
    [InlineData("[^a]", 250)]
    [InlineData("a{50}", 160)]
    [InlineData("a{100}", 160)]
    public void PatternThatIsTooLarge_IsRefused_WhoeverAsks(string part, int times)
    {
        string pattern = string.Concat(Enumerable.Repeat(part, times));

        Assert.Equal(LabelPattern.Compile(pattern, out string compiled) is null, LabelPattern.MatchesEmpty(pattern, out string asked) is null);
        Assert.Equal(compiled, asked);
    }

    [Theory]
    [InlineData("(a?|b?)", "x", false)]
    [InlineData("(a?|b?)", "y*", true)]
    [InlineData("(a?|b?)", "\\b", false)]
    [InlineData("(?:a|)", "x", false)]
    [InlineData("a?b*c*?d??", "x", false)]
    [InlineData("a?b*c*?d??", "", true)]
    [InlineData("a|b?|", "", true)]
    public void EmptyText_IsMatchedOrNot_HoweverManyWaysThereAre(string part, string end, bool expected)
    {
        Assert.Equal(expected, LabelPattern.MatchesEmpty(string.Concat(Enumerable.Repeat(part, 60)) + end, out string fault));
        Assert.Equal("", fault);
    }

    [Fact]
    public void QuotedText_MatchesItselfOnly() =>
        SelectorTests.Value.Where(text => text.Length > 0 && !text.Contains("\\E")).Sample(
            text =>
            {
                Regex regex = LabelPattern.Compile($"\\Q{text}\\E", out _)!;
                Assert.Matches(regex, text);
                Assert.DoesNotMatch(regex, text + "x");
                Assert.DoesNotMatch(regex, text[1..]);
            },
            iter: 400);
}
