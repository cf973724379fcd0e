using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

public sealed class DrawTests
{
    private const int Draws = 20_000;

    // A right generator leaves five standard errors once in two million checks.
    private const double StandardErrors = 5;

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.02)]
    [InlineData(40, 0.5)]
    [InlineData(1000, 0.05)]
    [InlineData(1000, 0.93)]
    [InlineData(3_000_000, 0.4)]
    [InlineData(1_000_000_000_000_000_000, 2e-17)]
    [InlineData(1000, 1e-300)]
    public void Binomial_OfManyDraws_HasItsMeanAndVariance(long trials, double probability)
    {
        Draw draw = new(7);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => (double)draw.Binomial(trials, probability))];
        AssertMoments(values, trials * probability, trials * probability * (1 - probability));
    }

    [Fact]
    public void Binomial_OfFewTrials_HasItsWholeDistribution()
    {
        Draw draw = new(8);
        const int Trials = 60;
        int[] seen = new int[Trials + 1];
        for (int i = 0; i < Draws; i++) seen[draw.Binomial(Trials, 0.4)]++;
        for (int k = 0; k <= Trials; k++)
        {
            double expected = Draws * Enumerable.Range(1, k).Aggregate(Math.Pow(0.6, Trials), (p, i) => p * (Trials - i + 1) / i * 0.4 / 0.6);
            Assert.True(Math.Abs(seen[k] - expected) <= StandardErrors * Math.Sqrt(expected + 1), $"{k}: {seen[k]} of {expected:0.0}");
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(4)]
    [InlineData(500)]
    public void Poisson_OfManyDraws_HasItsMeanAndVariance(double mean)
    {
        Draw draw = new(9);
        AssertMoments([.. Enumerable.Range(0, Draws).Select(_ => (double)draw.Poisson(mean))], mean, mean);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(4)]
    public void Factor_OfManyDraws_HasMeanOneAndItsVariance(double variance)
    {
        Draw draw = new(10);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => draw.Factor(variance))];
        Assert.All(values, v => Assert.True(v >= 0));
        Assert.InRange(values.Average(), 1 - StandardErrors * Math.Sqrt((variance + 1e-12) / Draws), 1 + StandardErrors * Math.Sqrt((variance + 1e-12) / Draws));
        double found = values.Average(v => (v - 1) * (v - 1));
        Assert.InRange(found, variance * 0.8, variance * 1.2);
    }

    [Fact]
    public void Thin_OfAFractionOfAnEvent_TakesItByChanceAndNeverMore()
    {
        Draw draw = new(11);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => draw.Thin(2.5, 0.2))];
        Assert.All(values, v => Assert.InRange(v, 0, 2.5));
        Assert.InRange(values.Average(), 0.48, 0.52);
    }

    [Fact]
    public void For_TheSameParts_GivesTheSameNumbersAndOthersForOthers()
    {
        double[] Row(Draw draw) => [.. Enumerable.Range(0, 5).Select(_ => draw.Uniform())];
        Assert.Equal(Row(Draw.For(1, 2, 3)), Row(Draw.For(1, 2, 3)));
        double[][] rows = [Row(Draw.For(1, 2, 3)), Row(Draw.For(1, 3, 2)), Row(Draw.For(2, 2, 3)), Row(Draw.For(1, 2)), Row(Draw.For(1, 2, 3, 0))];
        Assert.Equal(rows.Length * 5, rows.SelectMany(r => r).Distinct().Count());
    }

    private static void AssertMoments(double[] values, double mean, double variance)
    {
        double error = Math.Sqrt(variance / values.Length) + 1e-12, found = values.Average();
        Assert.InRange(found, mean - StandardErrors * error, mean + StandardErrors * error);
        double spread = values.Average(v => (v - found) * (v - found)), fourth = values.Average(v => Math.Pow(v - found, 4));
        double spreadError = Math.Sqrt((fourth - spread * spread) / values.Length) + 1e-12;
        Assert.InRange(spread, variance - StandardErrors * spreadError, variance + StandardErrors * spreadError);
    }
}
