using CanaryJudge.Statistics.Tests.Oracles;
using static CanaryJudge.Statistics.Tests.Refusals;

namespace CanaryJudge.Statistics.Tests.Ratios;

/// <summary>The estimates of over-dispersion against their formulas written in R, with gaps, and what they refuse.</summary>
public sealed class DispersionTests
{
    private const string Script =
        """
        answer <- function(ec, nc, eb, nb, rate) {
          both <- nc > 0 & nb > 0
          w <- 1 / (1 / nc[both] + 1 / nb[both]); d <- ec[both] / nc[both] - eb[both] / nb[both]
          p <- (sum(ec[both] + eb[both]) + 0.5) / (sum(nc[both] + nb[both]) + 1)
          pearson <- if (sum(both) < 2) NaN else sum(w * (d - weighted.mean(d, w))^2) / (sum(both) - 1) / (p * (1 - p))
          there <- nc > 0
          q <- (sum(ec[there]) + 0.5) / (sum(nc[there]) + rate + (rate == 0))
          v <- if (rate > 0) q else q * (1 - q)
          k <- which(there[-1] & there[-length(there)])
          s <- sort((diff(ec / nc)[k])^2 / (v * (1 / nc[k] + 1 / nc[k + 1])))
          if (length(s) == 0) return(c(pearson, 0, NaN, NaN, 0))
          kept <- (length(s) * 4) %/% 5
          trimmed <- if (kept > 0) mean(s[seq_len(kept)]) / 0.44 else mean(s)
          c(pearson, length(s), mean(s), trimmed, max(0, (mean(s) + trimmed) / 2 - 1) * mean(1 / nc[there]))
        }
        """;

    [Fact]
    public void Estimates_RandomWindowsWithGaps_MatchTheirFormulasInR()
    {
        Random random = new(9301);
        double[][][] cases = [.. Enumerable.Range(0, 800).Select(k => Case(random, windows: 1 + (k % 40), rate: k % 3 == 2 ? 0.5 / 0.004 : 0))];
        double[][] answers = Oracle.R.Ask(Script, cases);
        WorstDifference worst = new("dispersion (Pearson, von Neumann plain, trimmed, clustering) against R");
        for (int i = 0; i < cases.Length; i++)
        {
            (double[] ec, double[] nc, double[] eb, double[] nb, double[] rate) = (cases[i][0], cases[i][1], cases[i][2], cases[i][3], cases[i][4]);
            RatioScale scale = rate[0] > 0 ? RatioScale.Rate(0.004) : RatioScale.Share(0.004);
            DispersionEstimate history = Dispersion.OfHistory(scale, ec, nc, new double[Dispersion.ScratchLength(nc.Length)]);
            double[] ours = [Dispersion.Pearson(ec, nc, eb, nb), history.Pairs, history.Plain, history.Trimmed, history.Clustering];
            for (int k = 0; k < ours.Length; k++)
            {
                Assert.Equal(double.IsNaN(answers[i][k]), double.IsNaN(ours[k]));
                if (!double.IsNaN(ours[k])) worst.Add(ours[k], answers[i][k], () => $"case {i}, estimate {k}", floor: 1e-12);
            }

            if (history.Pairs > 0) Assert.Equal((history.Plain + history.Trimmed) / 2, history.Combined, 1e-12);
        }

        worst.Hold(1e-9, atLeast: 3000);
    }

    [Fact]
    public void OfHistory_MissingWindows_AreWindowsWithoutData()
    {
        double[] scratch = new double[8];
        RatioScale scale = RatioScale.Share(0.005);
        DispersionEstimate gaps = Dispersion.OfHistory(scale, [3, 0, 5, 1, 0, 2, 6], [100, 0, 90, 80, 0, 70, 110], scratch);
        DispersionEstimate missing = Dispersion.OfHistory(scale, [3, 1, 5, 1, double.NaN, 2, 6], [100, double.NaN, 90, 80, 50, 70, 110], scratch);
        Assert.Equal(gaps, missing);
        Assert.Equal(2, gaps.Pairs);
        // Beyond 1e150 squares overflow: such a window is missing too; at 1e150 it still counts.
        Assert.Equal(gaps, Dispersion.OfHistory(scale, [3, 1, 5, 1, 0, 2, 6], [100, 1.1e150, 90, 80, 0, 70, 110], scratch));
        Assert.Equal(0, Dispersion.OfHistory(RatioScale.Rate(0.005), [1.1e150, 2, 3e150], [1, 1, 1], scratch).Pairs);
        Assert.Equal(1, Dispersion.OfHistory(scale, [1e150, 2], [1e150, 3], scratch).Pairs);
        Assert.Equal(1, Dispersion.OfHistory(scale, [0, 3], [2, 3], scratch).Pairs); // all of a window's requests may be events
    }

    [Theory]
    [InlineData(4, 3, "events")]
    [InlineData(-1, 3, "events")]
    [InlineData(double.PositiveInfinity, 3, "events")]
    [InlineData(1, -3, "trials")]
    [InlineData(1, double.PositiveInfinity, "trials")]
    public void OfHistory_ImpossibleCounts_AreRefusedByName(double events, double trials, string name)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Dispersion.OfHistory(RatioScale.Share(0.005), [1, events], [5, trials], new double[2]));
        Assert.Equal(name, thrown.ParamName);
        Assert.Contains(Convert.ToString(name == "events" ? events : trials, System.Globalization.CultureInfo.InvariantCulture), thrown.Message);
    }

    [Fact]
    public void OfHistory_RateAboveItsExposure_IsTaken() =>
        Assert.Equal(1, Dispersion.OfHistory(RatioScale.Rate(0.005), [40, 30], [5, 5], new double[2]).Pairs);

    [Fact]
    public void Estimates_UnequalLengths_AreRefusedWithBothNumbers()
    {
        Refused("trials", "2 event counts and 3 request counts", () => Dispersion.OfHistory(RatioScale.Share(0.005), [1, 2], [3, 4, 5], new double[3]));
        Refused("trials", "1 event counts and 2 request counts", () => Dispersion.Pearson([1], [3, 4], [1, 1], [3, 4]));
        Refused("trials", "1 event counts and 2 request counts", () => Dispersion.Pearson([1, 1], [3, 4], [1], [3, 4]));
        Refused("baselineTrials", "2 windows and the baseline 3", () => Dispersion.Pearson([1, 1], [3, 4], [1, 1, 1], [3, 4, 5]));
        Refused("events", "Window 1 has 2 events without requests", () => Dispersion.Pearson([1, 2], [3, 0], [1, 1], [3, 4]));
        Refused("events", "7 of 4", () => Dispersion.Pearson([1, 1], [3, 4], [1, 7], [3, 4]));
    }

    private static double[][] Case(Random random, int windows, double rate)
    {
        double[] nc = new double[windows], nb = new double[windows], ec = new double[windows], eb = new double[windows];
        double share = random.NextDouble() * 0.3;
        for (int k = 0; k < windows; k++)
        {
            nc[k] = random.Next(6) == 0 ? 0 : random.Next(1, 3000);
            nb[k] = random.Next(6) == 0 ? 0 : random.Next(1, 3000);
            ec[k] = Math.Floor(nc[k] * share * random.NextDouble());
            eb[k] = Math.Floor(nb[k] * share * random.NextDouble());
        }

        return [ec, nc, eb, nb, [rate]];
    }
}
