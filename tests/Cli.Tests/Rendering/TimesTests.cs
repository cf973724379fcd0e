using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;
using CsCheck;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class TimesTests
{
    [Theory]
    [InlineData("2026-01-31T10:00:00Z", Runs.Start)]
    [InlineData("2026-01-31T11:00:00+01:00", Runs.Start)]
    [InlineData("2026-01-31T10:00:00.250Z", Runs.Start + 250)]
    [InlineData("1769853600", Runs.Start)]
    [InlineData("1769853600.25", Runs.Start + 250)]
    [InlineData("0", 0)]
    public void Time_InRfc3339OrUnixSeconds_IsRead(string text, long expected)
    {
        Assert.True(Times.TryParse(text, out long millis));
        Assert.Equal(expected, millis);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T10:00:00")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("31.01.2026 10:00:00Z")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("0.0001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1960-01-01T00:00:00Z")]
    public void Time_OfAnotherForm_IsNoTime(string text) => Assert.False(Times.TryParse(text, out _));

    [Fact]
    public void Time_WrittenAndRead_IsTheSame() => Gen.Long[0, 253_402_300_799_999].Sample(millis =>
    {
        Assert.True(Times.TryParse(Times.Text(millis), out long read));
        Assert.Equal(millis, read);
    });
}
