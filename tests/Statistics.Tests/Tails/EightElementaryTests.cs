using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics.Tests.Tails;

public sealed class EightElementaryTests
{
    private const int Drawn = 400_000;

    // Against the C library, which may itself be off by half a unit or a little more.
    private const long MostUnits = 2;

    [Fact]
    public void Exp_OverItsWholeRange_IsWithinTwoUnitsOfTheLibrary()
    {
        Random random = new(1);
        long worst = 0;
        for (int k = 0; k < Drawn; k++)
        {
            double x = k % 2 == 0 ? -745 + random.NextDouble() * 1454 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 2));
            worst = Math.Max(worst, Units(Exp(x), Math.Exp(x)));
        }

        Assert.InRange(worst, 0, MostUnits);
    }

    [Fact]
    public void Ln_OverItsWholeRangeAndNearOne_IsWithinTwoUnitsOfTheLibrary()
    {
        Random random = new(2);
        long worst = 0;
        for (int k = 0; k < Drawn; k++)
        {
            double x = k % 2 == 0 ? Math.Exp(-745 + random.NextDouble() * 1454) : 1 + (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-15, 0));
            worst = Math.Max(worst, Units(Ln(x), Math.Log(x)));
        }

        Assert.InRange(worst, 0, MostUnits);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-746, 0)]
    [InlineData(-1e300, 0)]
    [InlineData(710, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_AtTheEdges_FollowsTheRule(double x, double expected)
    {
        Assert.Equal(expected, Exp(x));
    }

    [Fact]
    public void Exp_NearTheSmallestNumber_IsADenormal()
    {
        Assert.InRange(Exp(-744.4), double.Epsilon, 2 * double.Epsilon);
        Assert.InRange(Exp(709.7), 1e308, double.MaxValue);
    }

    [Theory]
    [InlineData(0, 1e300)]
    [InlineData(-700, 650)]
    [InlineData(-44, 20)]
    public void ExpFrom_FromItsLeastOn_HasTheBitsOfExp_AndBelowItTheValueThere(double least, double beyond)
    {
        Random random = new(3);
        for (int k = 0; k < 1000; k++)
        {
            double x = least + random.NextDouble() * (700 - least);
            Assert.Equal(Exp(x), ExpFrom(x, least));
        }

        foreach (double below in new[] { least, least - beyond, double.NegativeInfinity }) Assert.Equal(Exp(least), ExpFrom(below, least));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Ln_AtTheEdges_FollowsTheRule(double x, double expected)
    {
        Assert.Equal(expected, Ln(x));
    }

    [Fact]
    public void Ln_OfADenormal_IsWithinTwoUnitsOfTheLibrary()
    {
        Assert.InRange(Units(Ln(double.Epsilon), Math.Log(double.Epsilon)), 0, MostUnits);
        Assert.InRange(Units(Ln(1e-310), Math.Log(1e-310)), 0, MostUnits);
    }

    [Fact]
    public void Lanes_OddOnesBesideOrdinaryOnes_DoNotTouchEachOther()
    {
        Vector512<double> x = Vector512.Create(2.0, 0, -1, double.NaN, double.PositiveInfinity, 1e-310, 0.5, 3);
        Vector512<double> ln = EightElementary.Ln(x), exp = EightElementary.Exp(x);
        for (int k = 0; k < EightElementary.Width; k++)
        {
            Assert.Equal(Ln(x[k]), ln[k]);
            Assert.Equal(Exp(x[k]), exp[k]);
        }
    }

    [Fact]
    public void SumAndLargest_OfEight_AreTheirs()
    {
        Vector512<double> x = Vector512.Create(1.0, 2, 3, 4, 50, 6, 7, 8);

        Assert.Equal(81, EightElementary.Sum(x));
        Assert.Equal(50, EightElementary.Largest(x));
        Assert.Equal(double.NaN, EightElementary.Largest(x.WithElement(3, double.NaN)));
        Assert.Equal(double.NaN, EightElementary.Largest(x.WithElement(6, double.NaN)));
    }

    private static double Exp(double x) => EightElementary.Exp(Vector512.Create(x))[5];

    private static double ExpFrom(double x, double least) => EightElementary.ExpFrom(Vector512.Create(x), least)[5];

    private static double Ln(double x) => EightElementary.Ln(Vector512.Create(x))[5];

    // Distance in representable numbers; both of one sign.
    private static long Units(double a, double b) => a == b ? 0 : Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
