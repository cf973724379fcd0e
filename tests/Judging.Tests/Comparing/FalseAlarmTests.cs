using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Comparing;

/// <summary>Healthy rollouts of 57 windows, judged once at the end. Seeds are fixed: the counts are the same on every run.</summary>
public sealed class FalseAlarmTests
{
    private const int Windows57 = 57;

    [Theory]
    [InlineData("ratio, 1 % of 1000 requests", 0.005, 400)]
    [InlineData("ratio, 5 % of 20 requests", 0.05, 400)]
    [InlineData("series, 5 % noise", 0.1, 400)]
    [InlineData("series, 40 % noise", 0.1, 400)]
    [InlineData("series, correlated 15 % noise", 0.1, 400)]
    [InlineData("count, 1 event in 10 windows", 0.001, 400)]
    [InlineData("histogram, 300 requests", 0.1, 100)]
    // Next to no margin: nothing but the interval stands between noise and a failure, at the 1 % of its upper side.
    [InlineData("ratio, 1 % of 1000 requests", 1e-9, 1000)]
    [InlineData("series, 5 % noise", 1e-9, 1000)]
    [InlineData("count, 1 event in 10 windows", 1e-9, 1000)]
    public void HealthyRollouts_JudgedOnce_FailInAtMostTwoPercent(string family, double margin, int rollouts)
    {
        Random random = new(20_260_801);
        int failed = Enumerable.Range(0, rollouts).Count(_ => Judge(Make(family, margin, 0, random)) == JudgementOutcome.Fail);
        TestContext.Current.TestOutputHelper?.WriteLine($"{family}, margin {margin}: {failed} of {rollouts} healthy rollouts failed");
        Assert.True(failed <= 0.02 * rollouts, $"{failed} of {rollouts} failed");
    }

    [Theory]
    [InlineData("ratio, 1 % of 1000 requests", 0.005, 0.015, 400)]
    [InlineData("series, 5 % noise", 0.1, 0.2, 400)]
    [InlineData("histogram, 300 requests", 0.1, 0.3, 100)]
    public void RolloutsWellBeyondTheMargin_JudgedOnce_NearlyAllFailAndNonePasses(string family, double margin, double harm, int rollouts)
    {
        Random random = new(20_260_802);
        JudgementOutcome[] outcomes = [.. Enumerable.Range(0, rollouts).Select(_ => Judge(Make(family, margin, harm, random)))];
        Assert.True(outcomes.Count(o => o == JudgementOutcome.Fail) >= 0.95 * rollouts);
        Assert.DoesNotContain(JudgementOutcome.Pass, outcomes);
    }

    private static JudgementOutcome Judge(MetricWindows windows) => FixedJudge.Judge(windows, Windows.Policy(windows.Metric)).Outcome;

    private static MetricWindows Make(string family, double margin, double harm, Random random) => family.Split(',')[0] switch
    {
        "ratio" when family.Contains("1000", StringComparison.Ordinal) => Ratio(1000, 0.01, harm, margin, random),
        "ratio" => Ratio(20, 0.05, harm, margin, random),
        "series" => Windows.Series(
            Windows.Metric(MetricKind.Series, Margin.Relative(margin)), Noise(1, family, random), Noise(1 + harm, family, random)),
        "count" => Windows.Count(
            Windows.Metric(MetricKind.Count, Margin.Absolute(margin)), Events(0.1, random), Windows.Fill(600, Windows57), Events(0.1 + 600 * harm, random), Windows.Fill(600, Windows57)),
        _ => Windows.Histogram(Windows.Metric(MetricKind.Histogram, Margin.Relative(margin)), Latencies.Fine, Rows(1, random), Rows(1 + harm, random)),
    };

    private static MetricWindows Ratio(int requests, double share, double harm, double margin, Random random) => Windows.Ratio(
        Windows.Metric(MetricKind.Ratio, Margin.Absolute(margin)), Binomials(requests, share, random), Windows.Fill(requests, Windows57), Binomials(requests, share + harm, random), Windows.Fill(requests, Windows57));

    private static double[] Binomials(int n, double p, Random random) => [.. Enumerable.Range(0, Windows57).Select(_ => Binomial(n, p, random))];

    // The gaps between successes are geometric.
    private static double Binomial(int n, double p, Random random)
    {
        double successes = 0;
        for (double at = Gap(); at < n; at += 1 + Gap()) successes++;
        return successes;
        double Gap() => Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(1 - p));
    }

    private static double[] Events(double mean, Random random) => Binomials(10, mean / 10, random);

    private static double[] Noise(double level, string family, Random random)
    {
        double size = family.Contains("40 %", StringComparison.Ordinal) ? 0.4 : family.Contains("15 %", StringComparison.Ordinal) ? 0.15 : 0.05, rho = family.Contains("correlated", StringComparison.Ordinal) ? 0.7 : 0, e = 0;
        return [.. Enumerable.Range(0, Windows57).Select(_ => level * Math.Exp(size * (e = rho * e + Math.Sqrt(1 - rho * rho) * Normal(random))))];
    }

    private static double[]?[] Rows(double factor, Random random) => [.. Enumerable.Range(0, Windows57).Select(_ =>
    {
        double[] row = new double[Latencies.Fine.Length + 1];
        for (int i = 0; i < 300; i++)
        {
            int bucket = Array.BinarySearch(Latencies.Fine, factor * Latencies.Quantile(random.NextDouble()));
            row[bucket < 0 ? ~bucket : bucket]++;
        }

        return row;
    })];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
