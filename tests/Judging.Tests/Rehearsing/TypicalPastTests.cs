using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

public sealed class TypicalPastTests
{
    private static readonly MetricPolicy Errors = Windows.Metric(MetricKind.Ratio, Margin.Absolute(0.005), "errors");
    private static readonly MetricPolicy Memory = Windows.Metric(MetricKind.Series, Margin.Relative(0.1), "memory");
    private static readonly MetricPolicy Latency = Windows.Metric(MetricKind.Histogram, Margin.Relative(0.1), "latency");
    private static readonly MetricPolicy Restarts = Windows.Metric(MetricKind.Count, Margin.Relative(0.5), "restarts");

    [Fact]
    public void Of_EveryKind_HasTheLevelAndTheNoiseThatWereTyped()
    {
        Past past = TypicalPast.Of(Policy(Errors, Memory, Latency, Restarts), [new(0.01, 20_000, 1), new(480, 1, 0.02), new(0.25, 20_000, 1), new(0.002, 36_000, 1)], seed: 3);
        PastFigures[] figures = [.. past.Metrics.Select(metric => PastFigures.Of(metric, share: 0.05))];

        Assert.Empty(past.Hindrances());
        Assert.Equal(20, past.Apart);
        Assert.Equal(0.01, figures[0].Level, 0.0001);
        Assert.Equal(480, figures[1].Level, 1.0);
        Assert.Equal(0.25, figures[2].Level, 0.005);
        Assert.Equal(0.002, figures[3].Level, 0.0001);
        Assert.Equal(1000, figures[0].CanaryExposure);
        Assert.Equal(1800, figures[3].CanaryExposure);
        Assert.All(new[] { figures[0], figures[2], figures[3] }, counts => Assert.InRange(counts.Noise, 0.85, 1.2));
        Assert.Equal(0.02, figures[1].Noise, 0.003);
    }

    [Fact]
    public void Of_CountsThatCome_InClumps_VaryAsTyped()
    {
        Past past = TypicalPast.Of(Policy(Errors, Restarts), [new(0.01, 20_000, 4), new(0.002, 36_000, 4)], seed: 5);

        Assert.All(past.Metrics, metric => Assert.InRange(PastFigures.Of(metric, 0.05).Noise, 3, 5));
    }

    [Fact]
    public void Of_AnAbsoluteMargin_TakesTheNoiseInTheMetricsUnit()
    {
        MetricPolicy balance = Windows.Metric(MetricKind.Series, Margin.Absolute(5), "balance");
        double[] values = ((SeriesWindows)TypicalPast.Of(Policy(balance), [new(-40, 1, 3)], seed: 1).Metrics[0].Baseline).Values;

        Assert.Equal(-40, values.Average(), 0.5);
        Assert.Equal(3, Math.Sqrt(values.Average(value => Math.Pow(value + 40, 2))), 0.3);
    }

    [Fact]
    public void Of_AHistogram_KeepsEveryRequestInABucket()
    {
        HistogramWindows windows = (HistogramWindows)TypicalPast.Of(Policy(Latency), [new(0.25, 5000, 20)], seed: 1).Metrics[0].Baseline;

        Assert.All(windows.ToRows(), row => Assert.Equal(5000, row!.Sum()));
        Assert.All(windows.ToRows(), row => Assert.All(row!, count => Assert.True(count >= 0)));
    }

    [Fact]
    public void Of_TheSameNumbers_IsTheSamePast()
    {
        double[] Values(ulong seed) => ((SeriesWindows)TypicalPast.Of(Policy(Memory), [new(480, 1, 0.02)], seed).Metrics[0].Baseline).Values;

        Assert.Equal(Values(7), Values(7));
        Assert.NotEqual(Values(7), Values(8));
    }

    [Theory]
    [InlineData(MetricKind.Ratio, 0, 100, 1, "level")]
    [InlineData(MetricKind.Ratio, 1, 100, 1, "level")]
    [InlineData(MetricKind.Ratio, double.NaN, 100, 1, "level")]
    [InlineData(MetricKind.Ratio, 0.01, 0, 1, "requests")]
    [InlineData(MetricKind.Ratio, 0.01, 1e10, 1, "requests")]
    [InlineData(MetricKind.Ratio, 0.01, 100, 0.5, "noise")]
    [InlineData(MetricKind.Count, 0.01, 100, double.NaN, "noise")]
    [InlineData(MetricKind.Histogram, 0, 100, 1, "level")]
    [InlineData(MetricKind.Histogram, double.PositiveInfinity, 100, 1, "level")]
    [InlineData(MetricKind.Series, -1, 1, 0.02, "level")]
    [InlineData(MetricKind.Series, 480, 1, 0, "noise")]
    [InlineData(MetricKind.Series, 480, 1, 1, "noise")]
    public void Faults_OfANumberOutOfRange_NameItAndRefuseThePast(MetricKind kind, double level, double requests, double noise, string word)
    {
        MetricPolicy metric = Windows.Metric(kind, Margin.Relative(0.1));
        TypicalLevel typed = new(level, requests, noise);

        Assert.Contains(word, Assert.Single(typed.Faults(metric)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TypicalPast.Of(Policy(metric), [typed], seed: 1));
    }

    private static CanaryPolicy Policy(params MetricPolicy[] metrics) => Windows.Policy(metrics) with { Judge = JudgeRule.Sequential, Horizon = 60, History = 30 };
}
