using CanaryJudge.Statistics.Tests.Oracles;
using CanaryJudge.Statistics.Tests.Reference;

namespace CanaryJudge.Statistics.Tests.Paired;

public sealed class WalshAveragesTests
{
    [Fact]
    public void Interval_ReferenceDifferences_IsRs()
    {
        PairedShiftInterval interval = WalshAverages.Interval(TwoSampleReference.Numbers("signedRank", "eight", "d"));
        double[] expected = TwoSampleReference.Numbers("signedRank", "eight", "interval95");
        Assert.Equal(TwoSampleReference.Number("signedRank", "eight", "shift"), interval.Shift, 1e-15);
        Assert.Equal(expected[0], interval.Lower, 1e-15);
        Assert.Equal(expected[1], interval.Upper, 1e-15);
    }

    [Fact]
    public void Interval_WithoutTiesOrZeros_AgreesWithRsExactInterval()
    {
        // Not 0.5: see the Hodges-Lehmann tests.
        double[] levels = [0.55, 0.9, 0.95, 0.98, 0.999];
        double[][][] cases = [.. PairedDifferences.Seeded(61, 900, 49).Where(d => !PairedDifferences.HasTiesOrZeros(d)).Select((d, i) => new[] { d, [levels[i % levels.Length]] })];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(d, level) unlist(lapply(c('two.sided', 'greater', 'less'), function(a) {
              w <- wilcox.test(d, alternative = a, exact = TRUE, conf.int = TRUE, conf.level = level)
              c(w$estimate, w$conf.int)
            }))
            """, cases);
        WorstDifference worst = new("Walsh shift and exact interval against R wilcox.test");
        for (int i = 0; i < cases.Length; i++)
        {
            double[] d = cases[i][0];
            foreach (Alternative alternative in Enum.GetValues<Alternative>())
            {
                PairedShiftInterval interval = WalshAverages.Interval(d, cases[i][1][0], alternative);
                double[] ours = [interval.Shift, interval.Lower, interval.Upper];
                for (int k = 0; k < 3; k++) worst.Add(ours[k], answers[i][((int)alternative * 3) + k], () => $"{alternative} {PairedDifferences.Describe(d)}");
            }
        }

        worst.Hold(1e-15, atLeast: 3000);
    }

    [Fact]
    public void Interval_AnySize_IsTheSameBitsAsSortingAllAverages()
    {
        foreach (double[] d in PairedDifferences.Seeded(62, 80, 600))
        {
            double[] all = [.. d.SelectMany((a, i) => d.Skip(i).Select(b => (a + b) / 2)).Order()];
            PairedShiftInterval interval = WalshAverages.Interval(d, 0.9);
            Assert.Equal(all.Length % 2 == 1 ? all[all.Length / 2] : (all[(all.Length / 2) - 1] + all[all.Length / 2]) / 2, interval.Shift);
            long rank = SignedRankQuantile.Of(d.Length, (1 - 0.9) / 2, new double[WalshAverages.ScratchLength(d.Length)]).Rank;
            Assert.Equal(all[rank - 1], interval.Lower);
            Assert.Equal(all[all.Length - rank], interval.Upper);
        }
    }

    [Fact]
    public void Quantile_LargeSamples_IsWithinOneRankOfTheExactDistributionOfR()
    {
        // Above the largest exact size the approximations take over; R counts on.
        int[] sizes = [SignedRankCounts.Largest + 1, 150, 211, 300, 400];
        double[] probabilities = [1e-20, 1e-9, 0.0005, 0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.45];
        double[][][] cases = [.. sizes.SelectMany(n => probabilities.Select(p => new double[][] { [n], [p] }))];
        double[][] answers = Oracle.R.Ask(
            """
            answer <- function(n, p) { # not qsignrank: it adds 10 epsilon to every probability
              below <- cumsum(dsignrank(0:floor(n * (n + 1) / 4), n))
              q <- max(1, which(below >= p)[1] - 1)
              c(q, c(0, below)[q + 1 - 0:2 + 1])
            }
            """, cases);
        WorstDifference worst = new("P(W < end) of large signed-rank samples against R psignrank");
        int same = 0;
        for (int i = 0; i < cases.Length; i++)
        {
            (int n, double probability) = ((int)cases[i][0][0], cases[i][1][0]);
            SignedRankQuantile quantile = SignedRankQuantile.Of(n, probability, new double[SignedRankCounts.WorkLength(n)]);
            long away = (long)answers[i][0] - quantile.Rank;
            Assert.InRange(away, -1, 1);
            Assert.Equal(probability < 0.001 ? SignedRankMethod.Saddlepoint : SignedRankMethod.Edgeworth, quantile.Method);
            worst.Add(quantile.Below, answers[i][2 + (int)away], () => $"n = {n}, probability {probability}");
            same += away == 0 ? 1 : 0;
        }

        Assert.InRange(same, cases.Length * 8 / 10, cases.Length);
        worst.Hold(0.008, atLeast: cases.Length);
    }

    [Fact]
    public void Interval_LargeSample_EndsAtTheRanksOfItsMethod()
    {
        double[] d = [.. Enumerable.Range(1, 300).Select(i => (double)i)];
        long rank = SignedRankQuantile.Of(300, 0.01, new double[SignedRankCounts.WorkLength(300)]).Rank;
        double[] all = [.. d.SelectMany((a, i) => d.Skip(i).Select(b => (a + b) / 2)).Order()];
        PairedShiftInterval both = WalshAverages.Interval(d, 0.98), above = WalshAverages.Interval(d, 0.99, Alternative.Greater);

        Assert.Equal((all[rank - 1], all[^(int)rank], SignedRankMethod.Edgeworth), (both.Lower, both.Upper, both.Method));
        Assert.Equal((both.Lower, double.PositiveInfinity), (above.Lower, above.Upper));
        Assert.InRange(both.Level, 0.98, 0.9801);
        Assert.Equal((1 - both.Level) / 2, 1 - above.Level, 1e-15);
    }

    [Fact]
    public void Shift_NearTheLargestDouble_DoesNotOverflow()
    {
        Assert.Equal(double.MaxValue, WalshAverages.Shift([double.MaxValue, double.MaxValue]));
        Assert.Equal(0, WalshAverages.Shift([double.MaxValue, -double.MaxValue]));
        Assert.Equal(1.425e308, WalshAverages.Shift([1e308, 1.5e308, 1.7e308]), 1e294); // between 1.35e308 and 1.5e308
    }

    [Fact]
    public void Shift_OneDifference_IsItself()
    {
        Assert.Equal(-2.5, WalshAverages.Shift([-2.5]));
        Assert.Equal(new PairedShiftInterval(-2.5, -2.5, -2.5, 0, SignedRankMethod.Exact), WalshAverages.Interval([-2.5]));
    }

    [Fact]
    public void Shift_Infinity_IsRefusedByName()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => WalshAverages.Shift([1, double.NegativeInfinity]));
        Assert.Equal("differences", thrown.ParamName);
        Assert.Contains("index 1", thrown.Message);
    }
}
