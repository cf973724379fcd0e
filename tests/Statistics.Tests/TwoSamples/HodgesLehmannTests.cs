using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.TwoSamples;

public sealed class HodgesLehmannTests
{
    [Theory]
    [InlineData("interval95", 0.95)]
    [InlineData("interval98", 0.98)]
    public void Interval_ReferencePair_IsRsInterval(string name, double level)
    {
        double[] expected = TwoSampleReference.Numbers("hodgesLehmann", name);
        ShiftInterval interval = HodgesLehmann.Interval(TwoSampleReference.Canary, TwoSampleReference.Baseline, level);
        Assert.Equal(TwoSampleReference.Number("hodgesLehmann", "shift"), interval.Shift, 1e-15);
        Assert.Equal(expected[0], interval.Lower);
        Assert.Equal(expected[1], interval.Upper);
        Assert.Equal(expected[3], interval.Level, 1e-14);
        Assert.Equal(MannWhitneyMethod.Exact, interval.Method);
    }

    [Fact]
    public void Interval_WithoutTies_AgreesWithRsExactInterval()
    {
        // Not 0.5: one-sided, P(U ≤ k) is then exactly one half for odd n·m, and R's running sum of doubles may just miss it where whole numbers do not.
        double[] levels = [0.55, 0.9, 0.95, 0.98, 0.999];
        double[][][] cases = [.. SamplePairs.SeededWithoutTies(21, 600, 49).Select((pair, i) => new[] { pair[0], pair[1], [levels[i % levels.Length]] })];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(x, y, level) unlist(lapply(c('two.sided', 'greater', 'less'), function(a) {
              w <- wilcox.test(x, y, alternative = a, exact = TRUE, conf.int = TRUE, conf.level = level)
              c(w$estimate, w$conf.int)
            }))
            """, cases);
        WorstDifference worst = new("Hodges-Lehmann shift and exact interval against R wilcox.test");
        for (int i = 0; i < cases.Length; i++)
        {
            double[][] pair = cases[i];
            foreach (Alternative alternative in Enum.GetValues<Alternative>())
            {
                ShiftInterval interval = HodgesLehmann.Interval(pair[0], pair[1], pair[2][0], alternative);
                double[] ours = [interval.Shift, interval.Lower, interval.Upper];
                for (int k = 0; k < 3; k++) worst.Add(ours[k], answers[i][((int)alternative * 3) + k], () => $"{alternative} {pair[2][0]} {SamplePairs.Describe(pair)}");
            }
        }

        worst.Hold(1e-15, atLeast: 5000);
    }

    [Fact]
    public void Interval_LargeSamples_IsTheSameBitsAsSortingAllDifferences()
    {
        foreach (double[][] pair in SamplePairs.Seeded(22, 60, 400))
        {
            double[] all = [.. pair[0].SelectMany(x => pair[1].Select(y => x - y)).Order()];
            ShiftInterval interval = HodgesLehmann.Interval(pair[0], pair[1], 0.9);
            double median = all.Length % 2 == 1 ? all[all.Length / 2] : (all[(all.Length / 2) - 1] + all[all.Length / 2]) / 2;
            Assert.Equal(median, interval.Shift);
            long rank = RankSumQuantile.Of(pair[0].Length, pair[1].Length, (1 - 0.9) / 2, MannWhitneyMethod.Auto, new double[HodgesLehmann.ScratchLength(pair[0].Length, pair[1].Length)]).Rank;
            Assert.Equal(all[rank - 1], interval.Lower);
            Assert.Equal(all[all.Length - rank], interval.Upper);
        }
    }
}
