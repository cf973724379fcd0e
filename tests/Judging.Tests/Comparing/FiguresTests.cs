using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(MetricKind.Ratio, "", 0.00978, "0.978 %")]
    [InlineData(MetricKind.Ratio, "", 1, "100 %")]
    [InlineData(MetricKind.Ratio, "", 0, "0 %")]
    [InlineData(MetricKind.Series, "s", 0.48, "480 ms")]
    [InlineData(MetricKind.Series, "s", 1.5, "1.5 s")]
    [InlineData(MetricKind.Series, "s", 0, "0 s")]
    [InlineData(MetricKind.Series, "s", 0.000012, "12 µs")]
    [InlineData(MetricKind.Series, "bytes", 3_221_225_472, "3 GiB")]
    [InlineData(MetricKind.Series, "bytes", 12, "12 B")]
    [InlineData(MetricKind.Series, "cores", 1.23456, "1.23 cores")]
    [InlineData(MetricKind.Series, "", 123456, "123456")]
    [InlineData(MetricKind.Series, "", 1e-9, "1e-9")]
    [InlineData(MetricKind.Series, "", double.NaN, "unknown")]
    [InlineData(MetricKind.Count, "", 0.00012, "0.00012")]
    public void Value_IsWrittenInAUnitThatFits(MetricKind kind, string unit, double value, string text) => Assert.Equal(text, Of(kind, unit).Value(value));

    [Theory]
    [InlineData(MetricKind.Ratio, "", 0.005, "0.5 points")]
    [InlineData(MetricKind.Ratio, "", 0.01, "1 point")]
    [InlineData(MetricKind.Ratio, "", 0.1, "10 points")]
    [InlineData(MetricKind.Series, "s", 0.02, "20 ms")]
    public void Margin_HasItsUnit(MetricKind kind, string unit, double value, string text) => Assert.Equal(text, Of(kind, unit).Margin(value));

    [Theory]
    [InlineData(MetricKind.Ratio, "", 0.0243, "+2.4 points")]
    [InlineData(MetricKind.Ratio, "", -0.00012, "-0.012 points")]
    [InlineData(MetricKind.Ratio, "", 0.03, "+3.0 points")]
    [InlineData(MetricKind.Series, "s", -0.03, "-30 ms")]
    [InlineData(MetricKind.Series, "", 0, "0")]
    public void Difference_HasASign(MetricKind kind, string unit, double value, string text) => Assert.Equal(text, Of(kind, unit).Difference(value));

    [Theory]
    [InlineData(MetricKind.Ratio, "", 0.019, 0.03, "+1.9 to +3.0")]
    [InlineData(MetricKind.Ratio, "", -0.00004, 0.03, "0.0 to +3.0")]
    [InlineData(MetricKind.Series, "s", -0.003, 0.012, "-3 to +12 ms")]
    [InlineData(MetricKind.Count, "", double.NegativeInfinity, 0.5, "anything to +0.50")]
    [InlineData(MetricKind.Series, "s", 0, 0, "0 to 0 s")]
    public void Interval_HasTheSameDigitsAndUnitAtBothEnds(MetricKind kind, string unit, double low, double high, string text) => Assert.Equal(text, Of(kind, unit).Interval(low, high));

    [Fact]
    public void Values_ThatLookTheSame_GetMoreDigits() => Assert.Equal(("1.0001", "1.0002"), Of(MetricKind.Series, "").Values(1.0001, 1.0002));

    [Fact]
    public void Values_ThatAreTheSame_StayShort() => Assert.Equal(("1.23 %", "1.23 %"), Of(MetricKind.Ratio, "").Values(0.01234, 0.01234));

    private static Figures Of(MetricKind kind, string unit) => Figures.Of(Windows.Metric(kind, Margin.Absolute(1)) with { Unit = unit });
}
