using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class ScaleTests
{
    private static readonly MetricPolicy Share = Runs.Metric("m", MetricKind.Ratio, Margin.Absolute(0.01));

    [Theory]
    [InlineData("s", 0.0121, "12.1ms")]
    [InlineData("s", 2.5, "2.50s")]
    [InlineData("s", 0.000_25, "250us")]
    [InlineData("seconds", 0, "0s")]
    [InlineData("bytes", 512d * 1024 * 1024, "512MiB")]
    [InlineData("bytes", 1536, "1.50KiB")]
    [InlineData("bytes", 3d * 1024 * 1024 * 1024, "3.00GiB")]
    [InlineData("", 12_345, "12.3k")]
    [InlineData("", 4_200_000, "4.20M")]
    [InlineData("", 0.41, "0.410")]
    [InlineData("cores", 0.41, "0.410")]
    [InlineData("", -3, "-3.00")]
    [InlineData("", double.NaN, "-")]
    [InlineData("", double.PositiveInfinity, "+inf")]
    public void Value_OfAUnit_IsWrittenInTheSizeThatFits(string unit, double value, string expected)
    {
        MetricPolicy metric = Runs.Metric("m", MetricKind.Series, Margin.Absolute(1)) with { Unit = unit };
        Assert.Equal(expected, Scale.ForValues(metric, value).Value(value));
    }

    [Fact]
    public void Share_AsValueAndAsDifference_IsPercentAndPoints()
    {
        Assert.Equal("1.02%", Scale.ForValues(Share, 0.0102).Value(0.0102));
        Assert.Equal("+2.1pp", Scale.ForDifferences(Share, 0.021).Signed(0.021));
    }

    [Fact]
    public void Number_ThatRoundsToZero_HasNoSign()
    {
        Scale scale = Scale.ForDifferences(Share, 0.5, -0.000_001);
        Assert.Equal("0pp", scale.Signed(-0.000_001));
        Assert.Equal("0pp", scale.Signed(0));
    }

    [Fact]
    public void Interval_WithoutAnEnd_IsEmptyAndWithAnOpenOneNamesIt()
    {
        Scale scale = Scale.ForDifferences(Share, 0.01);
        Assert.Equal("", scale.Interval(double.NaN, 0.01));
        Assert.Equal("[-inf, +1.0]", scale.Interval(double.NegativeInfinity, 0.01));
    }

    [Fact]
    public void AnyNumber_OfAnyScale_IsWrittenWithoutExponent() => Gen.Double.Sample(number =>
    {
        Assert.DoesNotContain('E', Scale.ForValues(Share, number).Value(number));
        Assert.DoesNotContain('E', Scale.ForDifferences(Share, number).Signed(number));
    });
}
