using CsCheck;

namespace CanaryJudge.Statistics.Tests.Paired;

/// <summary>What must hold for any paired differences, to the bit unless said otherwise.</summary>
public sealed class PairedLawTests
{
    private static readonly Gen<double> Value = Gen.OneOf(Gen.Int[-6, 6].Select(i => i / 2.0), Gen.Int[-10_000_000, 10_000_000].Select(i => i / 1048576.0));

    private static readonly Gen<double[]> Differences = Value.Array[1, 60];

    [Fact]
    public void Negating_MirrorsEverything() => Differences.Sample(d =>
    {
        double[] negated = [.. d.Select(value => -value)];
        foreach (ZeroRule zeros in Enum.GetValues<ZeroRule>())
        {
            SignedRankResult there = SignedRank.Test(d, zeros: zeros), back = SignedRank.Test(negated, zeros: zeros);
            Assert.Equal(there with { WPlus = 0 }, back with { WPlus = 0 });
            Assert.Equal(SignedRank.Test(d, Alternative.Greater, zeros).P, SignedRank.Test(negated, Alternative.Less, zeros).P);
        }

        PairedShiftInterval shift = WalshAverages.Interval(d), other = WalshAverages.Interval(negated);
        Assert.Equal((shift.Shift, shift.Lower, shift.Upper, shift.Level), (-other.Shift, -other.Upper, -other.Lower, other.Level));
    }, iter: 400);

    [Fact]
    public void ScalingByPowersOfTwo_ScalesTheShiftAndChangesNoTest() => Gen.Select(Differences, Gen.Int[-900, 900]).Sample((d, power) =>
    {
        double[] scaled = [.. d.Select(value => Math.ScaleB(value, power))];
        Assert.Equal(SignedRank.Test(d), SignedRank.Test(scaled));
        PairedShiftInterval plain = WalshAverages.Interval(d), other = WalshAverages.Interval(scaled);
        Assert.Equal((Math.ScaleB(plain.Shift, power), Math.ScaleB(plain.Lower, power), Math.ScaleB(plain.Upper, power)), (other.Shift, other.Lower, other.Upper));
        Assert.Equal(AutocorrelationTime.Of(d, AutocorrelationPrior.Series), AutocorrelationTime.Of(scaled, AutocorrelationPrior.Series));
    }, iter: 400);

    [Fact]
    public void Permuting_ChangesNoBitOfRanksAndShift() => Gen.Select(Differences, Gen.Int[1, 1000]).Sample((d, seed) =>
    {
        double[] shuffled = [.. d];
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(SignedRank.Test(d), SignedRank.Test(shuffled));
        Assert.Equal(WalshAverages.Interval(d), WalshAverages.Interval(shuffled));
    }, iter: 400);

    [Fact]
    public void ReversingTime_KeepsTheAutocorrelation() => Differences.Sample(d =>
    {
        double[] reversed = [.. d.Reverse()];
        Assert.Equal(AutocorrelationTime.Of(d, AutocorrelationPrior.Series).Time, AutocorrelationTime.Of(reversed, AutocorrelationPrior.Series).Time, 1e-9);
    }, iter: 400);

    [Fact]
    public void MakingOneDifferenceWorse_NeverLowersWOrShift() => Gen.Select(Differences, Gen.Int[0, 1000], Gen.Int[0, 5_000_000]).Sample((d, place, steps) =>
    {
        double[] worse = [.. d];
        worse[place % worse.Length] += steps / 1048576.0;
        Assert.True(SignedRank.Test(worse, zeros: ZeroRule.Pratt).WPlus >= SignedRank.Test(d, zeros: ZeroRule.Pratt).WPlus);
        PairedShiftInterval before = WalshAverages.Interval(d), after = WalshAverages.Interval(worse);
        Assert.True(after.Shift >= before.Shift && after.Lower >= before.Lower && after.Upper >= before.Upper);
    }, iter: 600);

    [Fact]
    public void TheInterval_HoldsExactlyTheShiftsThatTheTestDoesNotReject() => Gen.Select(
        Gen.Int[-10_000_000, 10_000_000].Select(i => i / 1048576.0).Array[1, 12], Gen.Int[0, 3].Select(i => i == 0 ? 0.5 : i == 1 ? 0.8 : i == 2 ? 0.95 : 0.99)).Sample((d, level) =>
    {
        PairedShiftInterval interval = WalshAverages.Interval(d, level);
        double[] averages = [.. d.SelectMany((a, i) => d.Skip(i).Select(b => (a + b) / 2)).Distinct().Order()];
        double[] between = [averages[0] - 1, .. averages.Zip(averages.Skip(1), (a, b) => (a + b) / 2), averages[^1] + 1];
        foreach (double shift in between)
        {
            double[] moved = [.. d.Select(value => value - shift)];
            if (PairedDifferences.HasTiesOrZeros(moved)) continue;
            bool rejected = SignedRank.Test(moved).P <= 1 - interval.Level + 1e-12;
            Assert.Equal(shift < interval.Lower || shift > interval.Upper, rejected);
        }
    }, iter: 300);

    [Fact]
    public void UnderTheNull_RejectsExactlyAsOftenAsItsOneSidedPSays()
    {
        double[] magnitudes = [1, 2, 2, 3, 5, 5, 5, 8];
        double[] p = [.. Enumerable.Range(0, 1 << magnitudes.Length).Select(signs =>
            SignedRank.Test([.. magnitudes.Select((value, i) => (signs >> i & 1) == 1 ? value : -value)], Alternative.Greater).P)];
        foreach (double level in p) Assert.Equal(level, (double)p.Count(other => other <= level) / p.Length, 1e-15);
    }
}
