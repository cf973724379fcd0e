namespace CanaryJudge.Statistics.Tests;

/// <summary>Once warm nothing allocates, and no caller's data is changed.</summary>
public sealed class AllocationTests
{
    public static TheoryData<int, bool> Sizes => new() { { 10, false }, { 10, true }, { 60, false }, { 60, true }, { 600, false }, { 10_000, true } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TwoSamples_OnceWarm_AllocateNothingAndWriteNowhere(int n, bool ties)
    {
        Random random = new(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => ties ? random.Next(20) : random.NextDouble())], y = [.. Enumerable.Range(0, n).Select(_ => ties ? random.Next(20) : random.NextDouble())];
        double[] beforeX = [.. x], beforeY = [.. y];
        double[] scratch = new double[Math.Max(MannWhitney.ScratchLength(n, n), HodgesLehmann.ScratchLength(n, n))];
        AssertNothing("MannWhitney.Test", () => MannWhitney.Test(x, y, scratch));
        AssertNothing("MannWhitney.Test, normal", () => MannWhitney.Test(x, y, scratch, Alternative.Greater, MannWhitneyMethod.Normal));
        AssertNothing("HodgesLehmann.Shift", () => HodgesLehmann.Shift(x, y, scratch));
        AssertNothing("HodgesLehmann.Interval", () => HodgesLehmann.Interval(x, y, scratch));
        AssertNothing("EffectSize.Of", () => EffectSize.Of(x, y, scratch));
        AssertNothing("BrunnerMunzel.Test", () => BrunnerMunzel.Test(x, y, scratch));
        AssertNothing("KayentaClassifier.Classify", () => KayentaClassifier.Classify(x, y, scratch, KayentaRules.Default));
        AssertNothing("MannWhitney.Test, rented", () => MannWhitney.Test(x, y));
        AssertNothing("HodgesLehmann.Interval, rented", () => HodgesLehmann.Interval(x, y));
        Assert.Equal(beforeX, x);
        Assert.Equal(beforeY, y);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PairedWindows_OnceWarm_AllocateNothingAndWriteNowhere(int n, bool ties)
    {
        Random random = new(n);
        double[] d = [.. Enumerable.Range(0, n).Select(_ => ties ? random.Next(-9, 10) : random.NextDouble() - 0.5)], before = [.. d];
        double[] scratch = new double[Math.Max(SignedRank.ScratchLength(n), WalshAverages.ScratchLength(n))];
        AssertNothing("SignedRank.Test", () => SignedRank.Test(d, scratch));
        AssertNothing("SignedRank.Test, Pratt", () => SignedRank.Test(d, scratch, Alternative.Less, ZeroRule.Pratt));
        AssertNothing("WalshAverages.Shift", () => WalshAverages.Shift(d, scratch));
        AssertNothing("WalshAverages.Interval", () => WalshAverages.Interval(d, scratch));
        AssertNothing("AutocorrelationTime.Of", () => AutocorrelationTime.Of(d, AutocorrelationPrior.Series));
        AssertNothing("NeweyWest.LongRunVariance", () => NeweyWest.LongRunVariance(d));
        Assert.Equal(before, d);
    }

    private static void AssertNothing<T>(string subject, Func<T> act)
    {
        // A collection on another thread retires this thread's allocation block and counts what was left of it: the least of several runs is the truth.
        long least = long.MaxValue;
        for (int run = 0; run < 20 && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            act();
            if (run > 0) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"{subject} allocated at least {least} bytes on every run.");
    }
}
