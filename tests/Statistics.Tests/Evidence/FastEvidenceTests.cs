using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>The fast forms of the default judge's evidence against the plain ones, window by window: calm and bursty, harmed and not, with gaps, outliers and evidence of thousands.</summary>
public sealed class FastEvidenceTests
{
    // Of the number and of 1: powers to the 80th of numbers right to 2 units in the last place, sums of two hundred, and the plain form's own rounding.
    private const double Tolerance = 5e-13;

    [Theory]
    [InlineData(10, 10, 1, 1000, 0)]
    [InlineData(10, 25, 1, 1000, 0)]
    [InlineData(0.3, 0.5, 1, 200, 0)]
    [InlineData(10, 10, 20, 1000, 40)]
    [InlineData(10, 30, 20, 1000, 40)]
    [InlineData(300, 2500, 1, 10_000, 40)]
    [InlineData(3000, 3000, 1, 1_000_000, 40)]
    [InlineData(3000, 40_000, 50, 1_000_000, 40)]
    [InlineData(0, 800, 1, 1000, 12)]
    public void Counts_WindowByWindow_AreThePlainMean(double before, double now, double clump, double trials, int history)
    {
        Random random = new(5);
        RatioScale scale = RatioScale.Share(0.005);
        double[] past = [.. Enumerable.Range(0, history).Select(_ => Events(before))], pastTrials = [.. past.Select(_ => trials)];
        BurstPrior prior = BurstPrior.FromHistory(scale, past, pastTrials, new double[BurstPrior.ScratchLength(history)]);
        double[] state = new double[TemperedRatioEvidence.StateLength];
        TemperedRatioEvidence evidence = new(state, scale, prior);
        for (int k = 0; k < 120; k++)
        {
            evidence.Add(Events(before), trials, Events(now), k % 11 == 5 ? double.NaN : trials);
            EvidenceLevels levels = evidence.Evaluate();
            (double harm, double safe) = PlainEvidence.Of(MemoryMarshal.AsRef<TemperedState>(MemoryMarshal.AsBytes<double>(state)), prior);
            AssertNear(harm, levels.LnHarm);
            AssertNear(safe, levels.LnSafe);
        }

        double Events(double mean) => Math.Min(trials, clump * Math.Round(mean / clump * (0.5 + random.NextDouble()) + random.NextDouble() - 0.5));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(170)]
    public void Counts_WithinTheReachOfLinearSums_AreWhatAnySizeGives(double size)
    {
        Random random = new(6);
        double[] ln = new double[DispersionGrid.Padded], factors = new double[DispersionGrid.Padded], keys = new double[EffectGrid.Count];
        for (int draw = 0; draw < 2000; draw++)
        {
            DispersionGrid.Open<TwoLanes>(new BurstPrior(10, 1000, random.NextDouble(), random.NextDouble(), draw % 2 == 0), 0.002, random.NextDouble(), random.Next(1, 100), ln, factors);
            foreach (ref double key in keys.AsSpan()) key = size * (1 - 2 * random.NextDouble() - (random.Next(3) == 0 ? random.Next(100) : 0));
            double squares = -size * random.NextDouble() * random.Next(20), squaresOfSafe = squares + size * (random.NextDouble() - 0.5), safe = size * (random.NextDouble() - 0.5);
            (double harm, double safety) = TemperedMixture.Ln<TwoLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe);
            (double anyHarm, double anySafety) = TemperedMixture.LnOfAny<TwoLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe);
            AssertNear(anyHarm, harm);
            AssertNear(anySafety, safety);
            Assert.Equal((harm, safety), TemperedMixture.Ln<FourLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe));
            Assert.Equal((harm, safety), TemperedMixture.Ln<EightLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe));
            Assert.Equal((anyHarm, anySafety), TemperedMixture.LnOfAny<FourLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe));
            Assert.Equal((anyHarm, anySafety), TemperedMixture.LnOfAny<EightLanes>(ln, factors, keys, 1, squares, squaresOfSafe, safe));
        }
    }

    [Theory]
    [InlineData(0, 0.3, 0, false)]
    [InlineData(0, 1, 0.7, true)]
    [InlineData(1, 1, 0.3, false)]
    [InlineData(1, 8, 0, true)]
    [InlineData(30, 1, 0, true)]
    [InlineData(120, 3, 0.9, false)]
    [InlineData(-200, 1, 0, true)]
    [InlineData(1e6, 1e3, 0, false)]
    public void Series_WindowByWindow_IsThePlainMean(double shift, double noise, double memory, bool hasHistory)
    {
        const double margin = 2;
        Random random = new(7);
        SeriesScale scale = SeriesScale.Absolute(margin);
        double before = 0;
        double[] history = [.. Enumerable.Range(0, hasHistory ? 40 : 0).Select(_ => Next())];
        MemoryPrior prior = MemoryPrior.FromHistory(history, scale);
        MixedSeriesEvidence evidence = new(scale, prior, capacity: 4);
        for (int k = 0; k < 120; k++)
        {
            evidence.Add(k % 9 == 4 || k is > 50 and < 53 ? double.NaN : margin * shift + (k % 17 == 12 ? 40 : 1) * Next());
            (double harm, double safe, double tau) = PlainEvidence.Of(evidence.Differences, margin, prior);
            AssertNear(evidence.Levels.Windows < MemoryPrior.FewestWindows ? SeriesEvidence.NotYet : harm, evidence.Levels.LnHarm);
            AssertNear(safe, evidence.Levels.LnSafe);
            AssertNear(tau, evidence.Levels.Tau, 1 + shift * shift * margin * margin / noise / noise);
        }

        double Next() => before = memory * before + noise * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
    }

    // The beliefs in memory stand on squares around the mean, which lose digits as the square of the level over the noise in either form.
    private static void AssertNear(double expected, double actual, double lost = 1)
    {
        double tolerance = Tolerance * lost * (1 + Math.Abs(expected));
        Assert.InRange(actual, expected - tolerance, expected + tolerance);
    }
}
