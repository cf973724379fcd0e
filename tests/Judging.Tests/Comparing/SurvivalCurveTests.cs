using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

public sealed class SurvivalCurveTests
{
    // S(x) = x^-2 from 1 on: 1, 1/4, 1/16, 1/64 at 1, 2, 4, 8.
    private static readonly double[] Bounds = [1, 2, 4, 8];
    private static readonly double[] Pareto = [0, 48, 12, 3, 1];

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0.25)]
    [InlineData(3, 1.0 / 9)]
    [InlineData(6, 1.0 / 36)]
    [InlineData(8, 1.0 / 64)]
    [InlineData(100, 1.0 / 64)] // nothing is known above the last bound
    public void Above_OfAParetoDistribution_IsExactBetweenBounds(double x, double share) => Assert.Equal(share, new SurvivalCurve(Bounds, Pareto).Above(x), 1e-12);

    [Theory]
    [InlineData(0.5, 1.4142135623730951)]
    [InlineData(0.75, 2)]
    [InlineData(0.9, 3.1622776601683795)]
    [InlineData(0.99, double.PositiveInfinity)]
    public void Quantile_OfAParetoDistribution_IsExactBetweenBounds(double q, double x)
    {
        double quantile = new SurvivalCurve(Bounds, Pareto).Quantile(q);
        if (double.IsFinite(x)) Assert.Equal(x, quantile, 1e-12);
        else Assert.Equal(x, quantile);
    }

    [Fact]
    public void FirstBucket_IsLinearFromZero()
    {
        SurvivalCurve curve = new([10, 20], [50, 25, 25]);
        Assert.Equal(0.75, curve.Above(5), 1e-12);
        Assert.Equal(5, curve.Quantile(0.25), 1e-12);
    }

    [Fact]
    public void NegativeBounds_AreInterpolatedLinearly()
    {
        SurvivalCurve curve = new([-10, 10], [0, 100, 0]);
        Assert.Equal(0.5, curve.Above(0), 1e-12);
        Assert.Equal(0, curve.Quantile(0.5), 1e-12);
        Assert.Equal(1, curve.Above(-20));
    }

    [Fact]
    public void Edge_IsTheLargestBoundWithinTheMarginAndAllowsTheSmallerOfShiftAndLump()
    {
        // The median is sqrt 2; +50 % is 2.12, and 2 is the largest bound below it.
        // Shift: S(2 / 1.5) - S(2) = 9/16 - 4/16; lump: 1/2 - S(2.12) = 1/2 - 2/9.
        ExceedanceEdge? edge = ExceedanceEdge.Of(Bounds, new SurvivalCurve(Bounds, Pareto), 0.5, Margin.Relative(0.5), Direction.Increase);
        Assert.Equal((1, 2.0, Direction.Increase), (edge!.Index, edge.Bound, edge.Direction));
        Assert.Equal((1.0 / 2) - (2.0 / 9), edge.Allowed, 1e-12);
    }

    [Fact]
    public void Edge_ForAFall_IsTheSmallestBoundAboveTheMargin()
    {
        // p75 is 2; half of it is 1, a bound. Shift: S(1) - S(2) = 3/4 with the bound 1; lump: S(1) - 1/4 = 3/4.
        ExceedanceEdge? edge = ExceedanceEdge.Of(Bounds, new SurvivalCurve(Bounds, Pareto), 0.75, Margin.Relative(0.5), Direction.Decrease);
        Assert.Equal((0, 1.0), (edge!.Index, edge.Bound));
        Assert.Equal(0.75, edge.Allowed, 1e-12);
    }

    [Fact]
    public void Edge_TooFarFromTheQuantile_IsNone() =>
        Assert.Null(ExceedanceEdge.Of([1, 100], new SurvivalCurve([1, 100], [10, 80, 10]), 0.5, Margin.Relative(0.1), Direction.Increase));

    [Fact]
    public void Edge_ForAFallBelowZero_IsNone() =>
        Assert.Null(ExceedanceEdge.Of(Bounds, new SurvivalCurve(Bounds, Pareto), 0.5, Margin.Absolute(5), Direction.Decrease));
}
