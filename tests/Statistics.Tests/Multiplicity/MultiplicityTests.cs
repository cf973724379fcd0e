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
    public void LnMean_OfTwo_IsTheLogarithmOfTheirMean()
    {
        Assert.Equal(Math.Log((2 + 6) / 2.0), WeightedBonferroni.LnMean(Math.Log(2), Math.Log(6)), 1e-15);
        Assert.Equal(Math.Log((2 + 6) / 2.0), WeightedBonferroni.LnMean(Math.Log(6), Math.Log(2)), 1e-15);
        Assert.Equal(5000 - Math.Log(2), WeightedBonferroni.LnMean(-5000, 5000), 1e-12);
        Assert.Equal(3 - Math.Log(2), WeightedBonferroni.LnMean(3, double.NegativeInfinity), 1e-15);
        Assert.Equal(double.NegativeInfinity, WeightedBonferroni.LnMean(double.NegativeInfinity, double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, WeightedBonferroni.LnMean(1, double.PositiveInfinity));
        Assert.True(double.IsNaN(WeightedBonferroni.LnMean(double.NaN, 1)));
    }

    [Fact]
    public void Thresholds_MetExactly_AreReached()
    {
        bool[] flags = new bool[1];
        Assert.Equal(1, WeightedBonferroni.Reject([WeightedBonferroni.LnThreshold(0.01, 1)], [1], 0.01, flags));
        Assert.Equal(1, EBenjaminiHochberg.Reject([-Math.Log(0.01)], 0.01, flags, new double[1]));
        // Ten tenths add up to a rounding more or less than 1; that is not more than the budget.
        Assert.Equal(0, WeightedBonferroni.Reject(new double[10], [.. Enumerable.Repeat(0.1, 10)], 0.01, new bool[10]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Alpha_OutsideZeroToOne_IsRefusedWithItsValue(double alpha)
    {
        Action[] calls = [() => WeightedBonferroni.LnThreshold(alpha, 1), () => EBenjaminiHochberg.Reject([1], alpha, new bool[1], new double[1])];
        foreach (Action call in calls) Assert.StartsWith($"Alpha is {alpha:R}: it must lie between 0 and 1.", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Weight_OutsideItsRange_IsRefusedWithItsValue(double weight)
    {
        Action[] calls = [() => WeightedBonferroni.LnThreshold(0.1, weight), () => WeightedBonferroni.LnMean([1], [weight])];
        foreach (Action call in calls) Assert.Contains($"is {weight:R}: it must be above 0 and at most 1.", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_SayWhatIsThereAndWhatIsNeeded()
    {
        (string Words, Action Call)[] calls =
        [
            ("There are 2 metrics and 1 flags: one flag a metric is needed.", () => EBenjaminiHochberg.Reject([1, 2], 0.1, new bool[1], new double[2])),
            ("The evidence of a metric is NaN.", () => EBenjaminiHochberg.Reject([double.NaN], 0.1, new bool[1], new double[1])),
            ("There are 2 metrics and 1 flags: one flag a metric is needed.", () => WeightedBonferroni.Reject([1, 2], [0.5, 0.5], 0.1, new bool[1])),
            ("There are 2 metrics and 1 weights: one weight a metric is needed.", () => WeightedBonferroni.LnMean([1, 2], [0.5])),
            ("The evidence of metric 1 is NaN.", () => WeightedBonferroni.LnMean([1, double.NaN], [0.5, 0.5])),
            ("The weights add up to 1.2: the error budget is 1.", () => WeightedBonferroni.LnMean([1, 1], [0.6, 0.6])),
            ("There are 2 p-values and room for 1: as much room is needed.", () => Holm.Adjust([0.1, 0.2], new double[1], new double[2])),
            ("The p-value 1 is 1.5: it must lie in [0, 1].", () => Holm.Adjust([0.1, 1.5], new double[2], new double[2])),
        ];
        foreach ((string words, Action call) in calls) Assert.StartsWith(words, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
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
