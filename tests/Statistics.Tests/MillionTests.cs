namespace CanaryJudge.Statistics.Tests;

/// <summary>A million values a side: the answers are checked by their definition, counted with binary search.</summary>
public sealed class MillionTests
{
    private const int N = 1_000_000;

    [Fact]
    public void HodgesLehmann_AMillionASide_SplitsTheDifferencesInHalf()
    {
        (double[] x, double[] y) = (Values(1), Values(2));
        ShiftInterval interval = HodgesLehmann.Interval(x, y);
        double[] sorted = [.. y.Order()];
        long below = x.Sum(value => (long)N - Below(sorted, value - interval.Shift, orEqual: true)), atMost = x.Sum(value => (long)N - Below(sorted, value - interval.Shift, orEqual: false));
        Assert.InRange(below, (N / 2L * N) - 2, N / 2L * N); // a rounded difference may fall on either side
        Assert.InRange(atMost, N / 2L * N, (N / 2L * N) + 2);
        Assert.True(interval.Lower < interval.Shift && interval.Shift < interval.Upper);
        Assert.Equal(0.95, interval.Level, 1e-6);
        Assert.Equal(MannWhitneyMethod.Edgeworth, interval.Method);
    }

    [Fact]
    public void PairedTests_OfAMillionWindows_AgreeWithTheirDefinitions()
    {
        double[] d = Values(3);
        PairedShiftInterval interval = WalshAverages.Interval(d);
        double[] sorted = [.. d.Order()];
        long pairs = N * (N + 1L) / 2, ordered = d.Sum(value => (long)Below(sorted, (2 * interval.Shift) - value, orEqual: false));
        long ownBelow = d.Count(value => value < interval.Shift);
        Assert.InRange(((ordered + ownBelow) / 2) - (pairs / 2), -2, 2);
        SignedRankResult test = SignedRank.Test(d);
        Assert.Equal(SignedRankMethod.Edgeworth, test.Method);
        double[] magnitudes = [.. d.Select(Math.Abs).Order()];
        Assert.Equal(d.Where(value => value > 0).Sum(value => (double)Below(magnitudes, value, orEqual: true)), test.WPlus);
        Assert.InRange(AutocorrelationTime.Of(d, AutocorrelationPrior.Series).Time, 1, 1.01);
        Assert.InRange(NeweyWest.LongRunVariance(d), 0.32, 0.35); // independent and uniform over two: 1/3
    }

    [Fact]
    public void BrunnerMunzelEffectAndKayenta_AMillionASide_AgreeWithEachOther()
    {
        (double[] x, double[] y) = (Values(4), Values(5));
        EffectSize effect = EffectSize.Of(x, y);
        BrunnerMunzelResult test = BrunnerMunzel.Test(x, y);
        Assert.Equal((effect.A12 - 0.5) / (effect.CliffsDeltaError / 2), test.Statistic, 1e-6);
        Assert.Equal(MannWhitney.Test(x, y).P, test.P, 1e-4);
        KayentaResult kayenta = KayentaClassifier.Classify(x, y, KayentaRules.Default);
        Assert.Equal(HodgesLehmann.Shift(x, y), kayenta.Shift);
        Assert.True(kayenta.Lower < kayenta.Shift && kayenta.Shift < kayenta.Upper);
    }

    /// <summary>Uniform over [-1, 1) with 52 bits: a seeded NextDouble alone has 31 and would tie.</summary>
    private static double[] Values(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, N).Select(_ => ((random.Next(1 << 26) + (random.Next(1 << 26) / 67108864.0)) / 33554432.0) - 1)];
    }

    /// <summary>How many sorted values are below the bound, or at most it.</summary>
    private static int Below(double[] sorted, double bound, bool orEqual)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < bound || (orEqual && sorted[middle] == bound)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
