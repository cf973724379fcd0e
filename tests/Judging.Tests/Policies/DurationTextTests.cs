using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Policies;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1_800)]
    [InlineData("1h30m", 5_400)]
    [InlineData("2d", 172_800)]
    [InlineData("1w", 604_800)]
    [InlineData("0s", 0)]
    public void Duration_AsPeopleWriteIt_IsRead(string text, int seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("99999999d")]
    [InlineData("1234567890123s")]
    [InlineData("101y")]
    [InlineData("1m1h30s")]
    public void Duration_OfAnotherForm_IsNone(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Duration_WrittenAndRead_IsTheSame() => Gen.Int[1, 365 * 86_400].Sample(seconds =>
    {
        Assert.True(DurationText.TryParse(DurationText.Format(TimeSpan.FromSeconds(seconds)), out TimeSpan read));
        Assert.Equal(seconds, read.TotalSeconds);
    });
}
