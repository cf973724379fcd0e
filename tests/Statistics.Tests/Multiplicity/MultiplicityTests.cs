using CanaryJudge.Statistics.Tests.Oracles;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Multiplicity;

public sealed class MultiplicityTests
{
    [Fact]
    public void Holm_RandomPValues_MatchesPAdjustOfR()
    {
        Random random = new(91);
        double[][][] cases = [.. Enumerable.Range(0, 1000).Select(_ => new[] { Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(3) == 0 ? random.Next(5) / 4.0 : Math.Pow(random.NextDouble(), 6)).ToArray() })];
        double[][] answers = Oracle.R.Ask("answer <- function(p) p.adjust(p, 'holm')", cases);
        for (int i = 0; i < cases.Length; i++)
        {
            double[] p = cases[i][0], adjusted = new double[p.Length];
            Holm.Adjust(p, adjusted, new double[p.Length]);
            Assert.Equal(answers[i], adjusted);
        }
    }

    [Fact]
    public void EBenjaminiHochberg_RandomEvidence_MatchesTheDefinition() =>
        Gen.Select(Gen.Double[-3, 12].Array[0, 15], Gen.Double[0.01, 0.5]).Sample((evidence, alpha) =>
        {
            bool[] flags = new bool[evidence.Length];
            int count = EBenjaminiHochberg.Reject(evidence, alpha, flags, new double[evidence.Length]);
            int expected = 0;
            for (int k = 1; k <= evidence.Length; k++)
            {
                double least = Math.Log(evidence.Length / (k * alpha));
                if (evidence.Count(value => value >= least) >= k) expected = k;
            }

            Assert.Equal(expected, count);
            Assert.Equal(expected, flags.Count(flag => flag));
            double worstIn = evidence.Where((_, i) => flags[i]).DefaultIfEmpty(double.PositiveInfinity).Min(), bestOut = evidence.Where((_, i) => !flags[i]).DefaultIfEmpty(double.NegativeInfinity).Max();
            Assert.True(worstIn >= bestOut);
        });

    [Fact]
    public void WeightedBonferroni_ThreeMetrics_UsesEachShareOfTheBudget()
    {
        bool[] flags = new bool[3];
        double[] weights = [0.5, 0.25, 0.25];
        Assert.Equal(2, WeightedBonferroni.Reject([Math.Log(201), Math.Log(399), Math.Log(401)], weights, 0.01, flags));
        Assert.Equal([true, false, true], flags);
        Assert.Equal(Math.Log(200), WeightedBonferroni.LnThreshold(0.01, 0.5), 1e-13);
        Assert.Equal(0, WeightedBonferroni.Reject([], [], 0.01, []));
    }

    [Fact]
    public void LnMean_RandomEvidence_IsTheWeightedMean() => Gen.Double[-4, 4].Array[1, 10].Sample(evidence =>
    {
        double[] weights = [.. evidence.Select(_ => 1.0 / evidence.Length)];
        Assert.Equal(Math.Log(evidence.Average(Math.Exp)), WeightedBonferroni.LnMean(evidence, weights), 1e-12);
    });

    [Fact]
    public void LnMean_EvidenceBeyondADouble_StaysFinite()
    {
        Assert.Equal(5000 - Math.Log(2), WeightedBonferroni.LnMean([5000, -5000], [0.5, 0.5]), 1e-12);
        Assert.Equal(double.NegativeInfinity, WeightedBonferroni.LnMean([], []));
        Assert.Equal(double.PositiveInfinity, WeightedBonferroni.LnMean([double.PositiveInfinity, 1], [0.5, 0.5]));
    }

    [Fact]
    public void ArgumentsOutOfRange_AreRefusedByName()
    {
        (string Name, Action Call)[] calls =
        [
            ("alpha", () => WeightedBonferroni.LnThreshold(0, 1)),
            ("weight", () => WeightedBonferroni.LnThreshold(0.1, 0)),
            ("weights", () => WeightedBonferroni.Reject([1], [], 0.1, [])),
            ("weights", () => WeightedBonferroni.Reject([1, 1], [0.6, 0.6], 0.1, new bool[2])),
            ("weights", () => WeightedBonferroni.LnMean([1], [double.NaN])),
            ("lnEvidence", () => WeightedBonferroni.LnMean([double.NaN], [1])),
            ("rejected", () => WeightedBonferroni.Reject([1], [1], 0.1, [])),
            ("alpha", () => EBenjaminiHochberg.Reject([1], 1, new bool[1], new double[1])),
            ("rejected", () => EBenjaminiHochberg.Reject([1], 0.1, [], new double[1])),
            ("scratch", () => EBenjaminiHochberg.Reject([1], 0.1, new bool[1], [])),
            ("lnEvidence", () => EBenjaminiHochberg.Reject([double.NaN], 0.1, new bool[1], new double[1])),
            ("p", () => Holm.Adjust([1.5], new double[1], new double[1])),
            ("p", () => Holm.Adjust([double.NaN], new double[1], new double[1])),
            ("adjusted", () => Holm.Adjust([0.5], [], new double[1])),
            ("scratch", () => Holm.Adjust([0.5], new double[1], [])),
        ];
        foreach ((string name, Action call) in calls) Assert.Equal(name, Assert.Throws<ArgumentException>(call).ParamName);
        double[] same = [0.1, 0.2];
        Assert.Equal("adjusted", Assert.Throws<ArgumentException>(() => Holm.Adjust(same, same, new double[2])).ParamName);
    }

    [Fact]
    public void Multiplicity_OnceWarm_AllocatesNothing()
    {
        double[] values = [1, 2, 3], weights = [0.2, 0.3, 0.5], p = [0.1, 0.2, 0.3], adjusted = new double[3], scratch = new double[3];
        bool[] flags = new bool[3];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        double Run()
        {
            Holm.Adjust(p, adjusted, scratch);
            return WeightedBonferroni.Reject(values, weights, 0.1, flags) + EBenjaminiHochberg.Reject(values, 0.1, flags, scratch) + WeightedBonferroni.LnMean(values, weights);
        }
    }
}
