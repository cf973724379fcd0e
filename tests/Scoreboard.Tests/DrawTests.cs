using CanaryJudge.Benchmarks.Scoreboard;

namespace CanaryJudge.Scoreboard.Tests;

/// <summary>The simulated numbers follow the laws they are named after. Seeds are fixed; tolerances are five standard errors of the moment.</summary>
public sealed class DrawTests
{
    private const int Draws = 20_000;

    [Theory]
    [InlineData(0.4)]
    [InlineData(12)]
    [InlineData(900)]
    public void Poisson_MeanAndVariance_AreBothTheMean(double mean)
    {
        Draw draw = new(1);

        (double average, double variance) = Moments(() => draw.Poisson(mean));

        Assert.InRange(average, mean - 5 * Math.Sqrt(mean / Draws), mean + 5 * Math.Sqrt(mean / Draws));
        Assert.InRange(variance / mean, 1 - 5 * Math.Sqrt((2 + 1 / mean) / Draws), 1 + 5 * Math.Sqrt((2 + 1 / mean) / Draws));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.995)]
    public void Binomial_MeanAndVariance_AreThoseOfIndependentTrials(double share)
    {
        Draw draw = new(2);
        double expected = 1000 * share * (1 - share);

        (double average, double variance) = Moments(() => draw.Binomial(1000, share));

        Assert.InRange(average, 1000 * share - 5 * Math.Sqrt(expected / Draws), 1000 * share + 5 * Math.Sqrt(expected / Draws));
        Assert.InRange(variance / expected, 0.94, 1.06);
    }

    [Fact]
    public void Clustered_Variance_IsTheDispersionTimesTheBinomials()
    {
        Draw draw = new(3);

        (double average, double variance) = Moments(() => draw.Clustered(1000, 0.01, 5));

        Assert.InRange(average, 9.75, 10.25);
        Assert.InRange(variance / 9.9, 4.4, 5.6);
    }

    [Fact]
    public void Uniform_NeighbouringSeeds_AreUnrelated()
    {
        double[] first = [.. Enumerable.Range(0, Draws).Select(seed => new Draw(Draw.Mix((ulong)seed)).Uniform())];
        double products = Enumerable.Range(1, Draws - 1).Average(i => (first[i] - 0.5) * (first[i - 1] - 0.5));

        Assert.InRange(products * 12, -5 / Math.Sqrt(Draws), 5 / Math.Sqrt(Draws));
    }

    private static (double Mean, double Variance) Moments(Func<double> draw)
    {
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => draw())];
        double mean = values.Average();
        return (mean, values.Sum(v => (v - mean) * (v - mean)) / (Draws - 1));
    }
}
