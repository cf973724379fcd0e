namespace CanaryJudge.Statistics.Tests.Tails;

/// <summary>The small pieces that every tail stands on, each against values of SciPy or of 40 digits, or against a root known by heart.</summary>
public sealed class ElementaryTests
{
    [Theory]
    [InlineData(-3, 0.004437839042125666)]
    [InlineData(0, 0.7978845608028654)]
    [InlineData(0.7, 1.2904993394581665)]
    [InlineData(2.5, 2.82274479766391)]
    [InlineData(5.6, 5.768666604297152)]
    [InlineData(8, 8.12136811223618)]
    [InlineData(30, 30.033259667436372)]
    public void Hazard_OfTheNormal_IsSciPys(double z, double expected) => Assert.Equal(1, NormalTail.Hazard(z) / expected, 1e-13);

    [Theory]
    [InlineData(-1e-20, -46.051701859880914)]
    [InlineData(-0.1, -2.3521684610440907)]
    [InlineData(-0.6931471805599453, -0.6931471805599453)]
    [InlineData(-1, -0.4586751453870819)]
    [InlineData(-40, -4.248354255291589e-18)]
    public void LnOfAComplement_KeepsItsDigitsAtBothEnds(double x, double expected) => Assert.Equal(1, Elementary.Log1MExp(x) / expected, 1e-15);

    [Fact]
    public void LnOfASum_NeitherOverflowsNorLosesTheSmaller()
    {
        Assert.Equal(Math.Log(5), Elementary.LogAddExp(Math.Log(2), Math.Log(3)), 1e-15);
        Assert.Equal(1000 + Math.Log(2), Elementary.LogAddExp(1000, 1000), 1e-12);
        Assert.Equal(1000 + Math.Log(2), Elementary.LogAddExp(1000, 1000 - 1e-14), 1e-12);
        Assert.Equal(-3, Elementary.LogAddExp(double.NegativeInfinity, -3));
        Assert.Equal(double.PositiveInfinity, Elementary.LogAddExp(double.PositiveInfinity, 1));
        Assert.Equal(double.NegativeInfinity, Elementary.LogAddExp(double.NegativeInfinity, double.NegativeInfinity));
    }

    [Fact]
    public void LnOfARatio_UsesTheDifferenceThatIsKnownWhenItIsSmall()
    {
        Assert.Equal(1e-20, Elementary.LnRatio(1, 1, 1e-20)); // the quotient itself is 1
        Assert.Equal(Math.Log(3), Elementary.LnRatio(6, 2, 4), 1e-15);
        Assert.Equal(Math.Log(1.25), Elementary.LnRatio(2.5, 2, 0.5), 1e-15);
        Assert.Equal(Math.Log(0.2), Elementary.LnRatio(1, 5, -4), 1e-15);
    }

    [Fact]
    public void DifferenceOfProducts_ThatCancel_IsExact()
    {
        double a = 1 + Math.ScaleB(1, -30), b = 1 - Math.ScaleB(1, -30);
        Assert.Equal(-Math.ScaleB(1, -60), Elementary.DifferenceOfProducts(a, b, 1, 1)); // a·b rounds to 1
        Assert.Equal(Math.ScaleB(1, -60), Elementary.DifferenceOfProducts(1, 1, a, b));
    }

    [Fact]
    public void Tail_ItsOperations_KeepBothNumbersTogether()
    {
        Tail eighth = Tail.OfCounts(1, 8);
        Assert.Equal((0.125, -3 * Math.Log(2)), (eighth.P, eighth.LnP), Pairs());
        Assert.Equal((0.25, -2 * Math.Log(2)), (eighth.Doubled().P, eighth.Doubled().LnP), Pairs());
        Assert.Equal(Tail.Certain, Tail.OfCounts(1, 2).Doubled());
        Assert.Equal(Tail.Certain, Tail.OfCounts(7, 8).Doubled());
        Assert.Equal((0.875, Math.Log(0.875)), (eighth.Complement().P, eighth.Complement().LnP), Pairs());
        Assert.Equal((0.125 * Math.E, 1 - (3 * Math.Log(2))), (eighth.Times(1).P, eighth.Times(1).LnP), Pairs());

        static EqualityComparer<(double P, double LnP)> Pairs() => EqualityComparer<(double P, double LnP)>.Create((x, y) => Math.Abs(x.P - y.P) < 1e-14 && Math.Abs(x.LnP - y.LnP) < 1e-14);
    }

    [Theory]
    [InlineData(0, 2, 1.4142135623730951)] // x² - 2
    [InlineData(-1, 100, 1.4142135623730951)]
    [InlineData(1.4142135623730951, 7, 1.4142135623730951)]
    public void Root_OfTheSquareMinusTwo_IsFoundToTheLastDigits(double low, double high, double expected)
    {
        Assert.Equal(expected, RootFinder.Solve(new SquareMinusTwo(), low, high), 5e-16);
        Assert.Equal(expected, RootFinder.Solve(new SquareMinusTwo(), high, low), 5e-16); // either way round
    }

    [Fact]
    public void Root_OfSteepAndFlatFunctions_IsFoundInFewEvaluations()
    {
        int[] asked = [0];
        Assert.Equal(Math.Log(3), RootFinder.Solve(new Counted(asked, x => Math.Exp(x) - 3), -700, 700), 1e-15);
        Assert.InRange(asked[0], 5, 80);
        asked[0] = 0;
        Assert.Equal(0.1, RootFinder.Solve(new Counted(asked, x => Math.Pow(x - 0.1, 9)), -1, 2), 1e-8);
        Assert.InRange(asked[0], 5, 200);
        asked[0] = 0;
        Assert.Equal(5, RootFinder.Solve(new Counted(asked, x => x - 5), 5, 9));
        Assert.Equal(5, RootFinder.Solve(new Counted(asked, x => x - 5), 1, 5));
        Assert.InRange(asked[0], 2, 4);
        asked[0] = 0;
        Assert.Equal(0.3, RootFinder.Solve(new Counted(asked, x => Math.Tanh(x - 0.3)), -3, 4), 1e-15);
        Assert.InRange(asked[0], 4, 14);
    }

    [Fact]
    public void Root_ThatIsNotBracketed_IsRefused()
    {
        foreach ((double low, double high) in ((double, double)[])[(2, 3), (-1, 1)])
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(() => RootFinder.Solve(new SquareMinusTwo(), low, high));
            Assert.Equal("low", thrown.ParamName);
            Assert.Contains("no root is bracketed", thrown.Message);
        }
    }

    private readonly record struct SquareMinusTwo : IFunction
    {
        public double At(double x) => x == 1.4142135623730951 ? 0 : (x * x) - 2;
    }

    private readonly record struct Counted(int[] Asked, Func<double, double> Function) : IFunction
    {
        public double At(double x)
        {
            Asked[0]++;
            return Function(x);
        }
    }
}
