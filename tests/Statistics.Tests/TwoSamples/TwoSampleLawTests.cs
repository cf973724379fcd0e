using CsCheck;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

/// <summary>What must hold for any samples, to the bit unless said otherwise.</summary>
public sealed class TwoSampleLawTests
{
    /// <summary>Values with many ties, some without, both signs, up to 40 a side.</summary>
    private static readonly Gen<double> Value = Gen.OneOf(Gen.Int[-6, 6].Select(i => i / 2.0), Gen.Int[-10_000_000, 10_000_000].Select(i => i / 1048576.0));

    private static readonly Gen<double[]> Values = Value.Array[1, 40];

    private static readonly Gen<(double[] X, double[] Y)> Pair = Gen.Select(Values, Values);

    private static readonly Gen<(double[] X, double[] Y)> PairWithoutTies =
        Gen.Select(Gen.Double[-10, 10].Array[1, 30], Gen.Double[-10, 10].Array[1, 30]).Where(pair => !SamplePairs.HasTies([pair.Item1, pair.Item2]));

    [Fact]
    public void SwappingSides_MirrorsEverything() => Pair.Sample(pair =>
    {
        (double[] x, double[] y) = pair;
        MannWhitneyResult there = MannWhitney.Test(x, y), back = MannWhitney.Test(y, x);
        Assert.Equal((double)x.Length * y.Length, there.U + back.U);
        Assert.Equal(there with { U = 0 }, back with { U = 0 });
        Assert.Equal(MannWhitney.Test(x, y, Alternative.Greater).P, MannWhitney.Test(y, x, Alternative.Less).P);
        EffectSize effect = EffectSize.Of(x, y), mirrored = EffectSize.Of(y, x);
        Assert.Equal(-effect.CliffsDelta, mirrored.CliffsDelta);
        Assert.Equal(effect.CliffsDeltaError, mirrored.CliffsDeltaError, 1e-15);
        ShiftInterval shift = HodgesLehmann.Interval(x, y), other = HodgesLehmann.Interval(y, x);
        Assert.Equal((shift.Shift, shift.Lower, shift.Upper, shift.Level), (-other.Shift, -other.Upper, -other.Lower, other.Level));
        if (x.Length < 2 || y.Length < 2) return;
        BrunnerMunzelResult bm = BrunnerMunzel.Test(x, y), mb = BrunnerMunzel.Test(y, x);
        Assert.Equal(bm.Statistic, -mb.Statistic, 1e-12);
        Assert.Equal(bm.P, mb.P, 1e-12);
    }, iter: 1000);

    [Fact]
    public void ScalingByPowersOfTwo_ScalesTheShiftAndChangesNoTest() => Gen.Select(Pair, Gen.Int[-900, 900]).Sample((pair, power) =>
    {
        double[] x = [.. pair.X.Select(value => Math.ScaleB(value, power))], y = [.. pair.Y.Select(value => Math.ScaleB(value, power))];
        Assert.Equal(MannWhitney.Test(pair.X, pair.Y), MannWhitney.Test(x, y));
        Assert.Equal(EffectSize.Of(pair.X, pair.Y), EffectSize.Of(x, y));
        ShiftInterval plain = HodgesLehmann.Interval(pair.X, pair.Y), scaled = HodgesLehmann.Interval(x, y);
        Assert.Equal((Math.ScaleB(plain.Shift, power), Math.ScaleB(plain.Lower, power), Math.ScaleB(plain.Upper, power)), (scaled.Shift, scaled.Lower, scaled.Upper));
        KayentaResult kayenta = KayentaClassifier.Classify(pair.X, pair.Y, KayentaRules.Default), same = KayentaClassifier.Classify(x, y, KayentaRules.Default);
        Assert.Equal((kayenta.Class, kayenta.Deviation), (same.Class, same.Deviation));
    }, iter: 500);

    [Fact]
    public void ShiftingOneSideByMultiplesOfTheGrid_MovesTheShiftByAsMuch() =>
        Gen.Select(Gen.Int[-50, 50].Array[1, 40], Gen.Int[-50, 50].Array[1, 40], Gen.Int[-1000, 1000]).Sample((ints, others, by) =>
        {
            double[] x = [.. ints.Select(i => i / 4.0)], y = [.. others.Select(i => i / 4.0)], moved = [.. x.Select(value => value + by)];
            ShiftInterval plain = HodgesLehmann.Interval(x, y), shifted = HodgesLehmann.Interval(moved, y);
            Assert.Equal((plain.Shift + by, plain.Lower + by, plain.Upper + by), (shifted.Shift, shifted.Lower, shifted.Upper));
            Assert.Equal(MannWhitney.Test(x, y), MannWhitney.Test(moved, [.. y.Select(value => value + by)]));
        }, iter: 500);

    [Fact]
    public void PermutingASample_ChangesNoBit() => Gen.Select(Pair, Gen.Int[1, 1000]).Sample((pair, seed) =>
    {
        double[] x = [.. pair.X], y = [.. pair.Y];
        Random random = new(seed);
        random.Shuffle(x);
        random.Shuffle(y);
        Assert.Equal(MannWhitney.Test(pair.X, pair.Y), MannWhitney.Test(x, y));
        Assert.Equal(HodgesLehmann.Interval(pair.X, pair.Y), HodgesLehmann.Interval(x, y));
        Assert.Equal(EffectSize.Of(pair.X, pair.Y), EffectSize.Of(x, y));
        if (x.Length > 1 && y.Length > 1) Assert.Equal(BrunnerMunzel.Test(pair.X, pair.Y), BrunnerMunzel.Test(x, y));
    }, iter: 500);

    [Fact]
    public void DuplicatingBothSamples_KeepsEffectAndShift() => Pair.Sample(pair =>
    {
        double[] x = [.. pair.X, .. pair.X], y = [.. pair.Y, .. pair.Y];
        Assert.Equal(4 * MannWhitney.Test(pair.X, pair.Y).U, MannWhitney.Test(x, y).U);
        Assert.Equal(EffectSize.Of(pair.X, pair.Y).A12, EffectSize.Of(x, y).A12);
        Assert.Equal(HodgesLehmann.Shift(pair.X, pair.Y), HodgesLehmann.Shift(x, y));
    }, iter: 500);

    [Fact]
    public void MakingOneCanaryValueWorse_NeverLowersUOrEffectOrShift() => Gen.Select(Pair, Gen.Int[0, 1000], Gen.Double[0, 5]).Sample((pair, place, by) =>
    {
        double[] worse = [.. pair.X];
        worse[place % worse.Length] += by;
        Assert.True(MannWhitney.Test(worse, pair.Y).U >= MannWhitney.Test(pair.X, pair.Y).U);
        Assert.True(EffectSize.Of(worse, pair.Y).A12 >= EffectSize.Of(pair.X, pair.Y).A12);
        ShiftInterval before = HodgesLehmann.Interval(pair.X, pair.Y), after = HodgesLehmann.Interval(worse, pair.Y);
        Assert.True(after.Shift >= before.Shift && after.Lower >= before.Lower && after.Upper >= before.Upper);
    }, iter: 1000);

    [Fact]
    public void WithoutTies_MakingOneCanaryValueWorse_NeverRaisesThePOfGreater() => Gen.Select(PairWithoutTies, Gen.Int[0, 1000], Gen.Double[0, 5]).Sample((pair, place, by) =>
    {
        double[] worse = [.. pair.X];
        worse[place % worse.Length] += by;
        if (SamplePairs.HasTies([worse, pair.Y])) return;
        Assert.True(MannWhitney.Test(worse, pair.Y, Alternative.Greater).P <= MannWhitney.Test(pair.X, pair.Y, Alternative.Greater).P);
    }, iter: 500);

    // Whole multiples of 2^-20, whose differences and midpoints are exact: a shift that is rounded away would be another shift.
    [Fact]
    public void TheInterval_HoldsExactlyTheShiftsThatTheTestDoesNotReject() => Gen.Select(
        Gen.Int[-10485760, 10485760].Select(i => i / 1048576.0).Array[1, 9], Gen.Int[-10485760, 10485760].Select(i => i / 1048576.0).Array[1, 9], Gen.Int[0, 3].Select(i => i == 0 ? 0.5 : i == 1 ? 0.8 : i == 2 ? 0.95 : 0.99)).Sample((x, y, level) =>
    {
        ShiftInterval interval = HodgesLehmann.Interval(x, y, level);
        double[] differences = [.. x.SelectMany(a => y.Select(b => a - b)).Distinct().Order()];
        double[] between = [differences[0] - 1, .. differences.Zip(differences.Skip(1), (a, b) => (a + b) / 2), differences[^1] + 1];
        foreach (double shift in between)
        {
            double[] moved = [.. x.Select(value => value - shift)];
            if (SamplePairs.HasTies([moved, y])) continue;
            bool rejected = MannWhitney.Test(moved, y).P <= 1 - interval.Level + 1e-12;
            Assert.Equal(shift < interval.Lower || shift > interval.Upper, rejected);
        }
    }, iter: 300);

    [Fact]
    public void TheOneSidedIntervals_ShareTheirEndsWithATwoSidedOneOfTwiceTheError() => Pair.Sample(pair =>
    {
        ShiftInterval both = HodgesLehmann.Interval(pair.X, pair.Y, 0.9);
        ShiftInterval lower = HodgesLehmann.Interval(pair.X, pair.Y, 0.95, Alternative.Greater), upper = HodgesLehmann.Interval(pair.X, pair.Y, 0.95, Alternative.Less);
        Assert.Equal((both.Lower, double.PositiveInfinity), (lower.Lower, lower.Upper));
        Assert.Equal((double.NegativeInfinity, both.Upper), (upper.Lower, upper.Upper));
        Assert.Equal(1 - ((1 - both.Level) / 2), lower.Level, 1e-15);
        Assert.True(both.Lower <= both.Shift && both.Shift <= both.Upper);
    }, iter: 300);
}
