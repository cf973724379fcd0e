using static CanaryJudge.Statistics.Tests.Refusals;

namespace CanaryJudge.Statistics.Tests.Histograms;

/// <summary>The written rules of the histogram methods at their ends: what is refused, by name and with the remedy, and the last value that is taken.</summary>
public sealed class HistogramRuleTests
{
    private const double Inf = double.PositiveInfinity;

    [Fact]
    public void Exceedance_BelowTheFirstBound_IsLinear()
    {
        // 80 of 100 requests below 10: the median is 6.25, a tenth more moves 5 % of the requests above 6.875.
        ExceedanceMargin tenth = Exceedance.For([10, 20], [80, 15, 5], 0.5, 0.1);
        Assert.Equal((6.25, -1, -1), (tenth.Quantile, tenth.Edge, tenth.UpperEdge));
        Assert.Equal(0.05, tenth.Mass, 1e-12);
        Assert.Equal((0, 0, false), (tenth.Shift, tenth.UpperHarm, tenth.IsResolved));
        Assert.Equal(0.05 * 0.5, tenth.Harm, 1e-12);

        // Twice as slow: the edge is 10, everything above 5 moves beyond it; beyond 12.5 the share is 0.2·0.25^(log2 1.25).
        ExceedanceMargin twice = Exceedance.For([10, 20], [80, 15, 5], 0.5, 1);
        Assert.Equal((0, -1, true), (twice.Edge, twice.UpperEdge, twice.IsResolved));
        Assert.Equal(0.6 - 0.2, twice.Shift, 1e-12);
        Assert.Equal(0.5 - (0.2 * Math.Pow(0.25, Math.Log2(1.25))), twice.Mass, 1e-12);
        Assert.Equal(twice.Mass, twice.Harm, 1e-12);
        Assert.Equal(0, Exceedance.For([10, 20], [80, 15, 5], 0.51, 1).Edge);
        Assert.Equal(1, Exceedance.For([10, 20], [80, 15, 5], 0.51, 1).UpperEdge);
    }

    [Fact]
    public void Exceedance_EdgeAtExactlyTheWorseValue_IsUsed()
    {
        // The quantile is the bound 10 itself; twice it is the bound 20.
        ExceedanceMargin margin = Exceedance.For([10, 20, 40], [90, 5, 4, 1], 0.9, 1);
        Assert.Equal(10, margin.Quantile, 1e-12);
        Assert.Equal((1, 2), (margin.Edge, margin.UpperEdge));
    }

    [Fact]
    public void Exceedance_TheBoundsOfItsRanges_AreTakenAndBeyondRefused()
    {
        Assert.Equal((1, 0), (Exceedance.For([1, 1001], [90, 9, 1], 0.9, 1000).Edge, Exceedance.For([1, 1002], [90, 9, 1], 0.9, 1000).Edge));
        Assert.Equal(1e-100, Exceedance.For([1e-100], [1, 0], 0.999999, 0.1).Quantile, 1e-105);
        Assert.Equal(0, Exceedance.For([1e100], [RatioCounts.MaxCount, 0], 0.9999, 0.1).Edge);
        Refused("quantile", "lie between 0 and 1", () => Exceedance.For([1], [1, 1], 0, 0.1));
        Refused("margin", "1001", () => Exceedance.For([1], [1, 1], 0.5, 1001));
        Refused("bounds", "2 after 2", () => Exceedance.For([2, 2], [1, 1, 1], 0.5, 0.1));
        Refused("bounds", "1E-101 after 0", () => Exceedance.For([1e-101], [1, 1], 0.5, 0.1));
        Refused("counts", "1 bounds and 1 counts", () => Exceedance.For([1], [1], 0.5, 0.1));
        Refused("counts", "-1", () => Exceedance.For([1], [-1, 5], 0.5, 0.1));
        Refused("counts", "2^53", () => Exceedance.For([1], [RatioCounts.MaxCount * 2, 5], 0.5, 0.1));
        Refused("counts", "no requests", () => Exceedance.For([1], [0, 0], 0.5, 0.1));
        Refused("edge", "edge 1 is not a bound of 2 buckets", () => Exceedance.Above([1, 2], 1));
        Refused("counts", "Bucket 0 holds -1", () => Exceedance.Above([-1, 2], 0));
        Refused("counts", "Bucket 1 holds Infinity", () => Exceedance.Above([1, Inf], 0));
    }

    [Fact]
    public void Native_MalformedHistograms_AreRefusedByName()
    {
        Refused("counts", "2 lower bounds, 1 upper bounds and 1 counts", () => Quantile([1, 2], [2], [3]));
        Refused("counts", "1 lower bounds, 2 upper bounds and 1 counts", () => Quantile([1], [2, 4], [3]));
        Refused("counts", "Count 1 is -1", () => Quantile([1, 2], [2, 4], [3, -1]));
        Refused("counts", "Count 0 is Infinity", () => Quantile([1], [2], [Inf]));
        Refused("count", "-1", () => NativeHistogram.Quantile(0.5, -1, 1, [1], [2], [1], NativeInterpolation.Linear));
        Refused("count", "Infinity", () => NativeHistogram.Quantile(0.5, Inf, 1, [1], [2], [1], NativeInterpolation.Linear));
        Refused("lower", "Bucket 1 goes from 1.5 to 4", () => Quantile([1, 1.5], [2, 4], [3, 1]));
        Refused("lower", "only custom bounds are open", () => Quantile([double.NegativeInfinity], [2], [3]));
        Refused("interpolation", "not known", () => NativeHistogram.Quantile(0.5, 1, 1, [1], [2], [1], (NativeInterpolation)9));
        Refused("counts", "3 observations but no bucket", () => NativeHistogram.Quantile(0.5, 3, 1, [], [], [], NativeInterpolation.Linear));

        static double Quantile(double[] lower, double[] upper, double[] counts) => NativeHistogram.Quantile(0.5, counts.Sum(c => double.IsFinite(c) && c > 0 ? c : 0), 1, lower, upper, counts, NativeInterpolation.Linear);
    }

    [Fact]
    public void Native_QuantilesAtZeroAndOne_AreTheEndsOfTheData()
    {
        double[] lower = [1, 2], upper = [2, 4], counts = [3, 1];
        Assert.Equal((1.0, 4.0), (Quantile(0), Quantile(1)));
        Assert.Equal((double.NegativeInfinity, Inf), (Quantile(-1e-300), Quantile(Math.BitIncrement(1))));
        Assert.True(double.IsNaN(Quantile(double.NaN)));

        double Quantile(double q) => NativeHistogram.Quantile(q, 4, 7, lower, upper, counts, NativeInterpolation.Linear);
    }

    [Fact]
    public void Ordinal_ImpossibleCounts_AreRefusedWithTheSideAndTheBucket()
    {
        Refused("canary", "3 buckets and the baseline 2", () => OrdinalMannWhitney.Test([1, 2, 3], [1, 2], Alternative.Greater));
        Refused("canary", "Bucket 1 of the canary holds -1", () => OrdinalMannWhitney.Test([1, -1], [1, 2], Alternative.Greater));
        Refused("baseline", "Bucket 0 of the baseline holds NaN", () => OrdinalMannWhitney.Test([1, 1], [double.NaN, 2], Alternative.Greater));
        Refused("baseline", "Bucket 0 of the baseline", () => OrdinalMannWhitney.Test([1, 1], [RatioCounts.MaxCount * 2, 2], Alternative.Greater));
        Refused("canary", "at most 2^53", () => OrdinalMannWhitney.Test([RatioCounts.MaxCount, RatioCounts.MaxCount], [1, 2], Alternative.Greater));
        Refused("canary", "The canary has no requests", () => OrdinalMannWhitney.Test([0, 0], [1, 2], Alternative.Greater));
        Refused("baseline", "The baseline has no requests", () => OrdinalMannWhitney.Test([1, 1], [0, 0], Alternative.Greater));
        Refused("canary", "-2", () => default(StratifiedOrdinal).With([-2, 1], [1, 1]));
        Assert.Equal(1, OrdinalMannWhitney.Test([RatioCounts.MaxCount, 0], [1, 0], Alternative.TwoSided).P);
    }

    [Fact]
    public void Stratified_OneWindow_HasNoSpreadAndSaysNothingClustered()
    {
        StratifiedComparison one = default(StratifiedOrdinal).With([1, 9], [9, 1]).Compare(Alternative.Greater);
        Assert.Equal((1, 0, 0.5), (one.Windows, one.ClusteredT, one.ClusteredP));
        Assert.True(one.P < 0.01);
        StratifiedComparison none = default(StratifiedOrdinal).Compare(Alternative.TwoSided);
        Assert.Equal((0, 0, 1), (none.Windows, none.Z, none.P));
        Assert.True(double.IsNaN(none.A12));
        StratifiedComparison same = default(StratifiedOrdinal).With([1, 9], [9, 1]).With([1, 9], [9, 1]).Compare(Alternative.Greater);
        Assert.Equal((2, 0, 0.5), (same.Windows, same.ClusteredT, same.ClusteredP)); // windows that all agree give no standard error
    }
}
