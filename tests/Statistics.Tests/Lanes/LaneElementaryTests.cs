namespace CanaryJudge.Statistics.Tests.Lanes;

public sealed class LaneElementaryTests
{
    private const int Drawn = 400_000;

    // Against the C library, which may itself be off by half a unit or a little more.
    private const long MostUnits = 2;

    [Fact]
    public void ExpFrom_OverItsWholeRange_IsWithinTwoUnitsOfTheLibrary()
    {
        Random random = new(1);
        long worst = 0;
        for (int k = 0; k < Drawn; k++)
        {
            double x = k % 2 == 0 ? -700 + random.NextDouble() * 1400 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 2));
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
    [InlineData(0, 1e300)]
    [InlineData(-700, 650)]
    [InlineData(-44, 20)]
    public void ExpFrom_AnyLeast_ChangesNoBitAboveIt_AndBelowItIsTheValueThere(double least, double beyond)
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
    public void Lanes_OddOnesBesideOrdinaryOnes_DoNotTouchEachOtherAtAnyWidth()
    {
        double[] row = [2.0, 0, -1, double.NaN, double.PositiveInfinity, 1e-310, 0.5, 3], ln = [.. row.Select(Ln)];
        Assert.Equal(ln, Each<TwoLanes>(row));
        Assert.Equal(ln, Each<FourLanes>(row));
        Assert.Equal(ln, Each<EightLanes>(row));

        static double[] Each<T>(double[] row)
            where T : unmanaged, ILanes<T>
        {
            double[] each = new double[row.Length];
            for (int at = 0; at < row.Length; at += T.Count) LaneElementary.Ln(T.From(row, at)).CopyTo(each, at);
            return each;
        }
    }

    private static double Exp(double x) => ExpFrom(x, -700);

    private static double ExpFrom(double x, double least) => Same(LaneElementary.ExpFrom<TwoLanes>(x, least).First(), LaneElementary.ExpFrom<FourLanes>(x, least).First(), LaneElementary.ExpFrom<EightLanes>(x, least).First());

    private static double Ln(double x) => Same(LaneElementary.Ln<TwoLanes>(x).First(), LaneElementary.Ln<FourLanes>(x).First(), LaneElementary.Ln<EightLanes>(x).First());

    private static double Same(double two, double four, double eight) => two.Equals(four) && two.Equals(eight) ? two : throw new InvalidOperationException($"Two lanes give {two:r}, four {four:r}, eight {eight:r}.");

    // Distance in representable numbers; both of one sign.
    private static long Units(double a, double b) => a == b ? 0 : Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
