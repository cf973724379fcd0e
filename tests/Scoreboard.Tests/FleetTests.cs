using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Scoreboard.Tests;

public sealed class FleetTests
{
    public static TheoryData<string> Names => [.. Fleet.Families.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Judges_WindowsAfterTheVerdictBlanked_RuleTheSame(string name)
    {
        Family family = Fleet.Families.Single(f => f.Name == name);
        for (int index = 0; index < 3; index++)
        {
            Rollout rollout = Fleet.Make(family, index, 11);
            foreach (Contender contender in Contenders.All.Where(c => c.Judge.CanJudge(rollout)))
            {
                Ruling ruling = contender.Judge.Judge(rollout);
                Rollout blanked = rollout with { Metrics = [.. rollout.Metrics.Select(m => Blank(m, Shape.WarmUp + ruling.Windows))] };

                Assert.Equal(ruling, contender.Judge.Judge(blanked));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Family_SameSeed_DrawsTheSameWindows(string name)
    {
        Family family = Fleet.Families.Single(f => f.Name == name);

        Assert.Equal(Numbers(Fleet.Make(family, 4, 7)), Numbers(Fleet.Make(family, 4, 7)));
        Assert.NotEqual(Numbers(Fleet.Make(family, 4, 7)), Numbers(Fleet.Make(family, 4, 8)));
    }

    [Theory]
    [InlineData("ratio_steady", 0.005)]
    [InlineData("ratio_bursty", 0.01)]
    [InlineData("ratio_gross", 0.3)]
    [InlineData("ratio_clock_skew", 0.005)]
    [InlineData("ratio_success", -0.005)]
    public void Ratio_Degraded_IsWorseByWhatTheTableSays(string name, double worse)
    {
        Family family = Fleet.Families.Single(f => f.Name == name);
        double sum = 0;
        for (int i = 0; i < 60; i++)
        {
            MetricWindows metric = Fleet.Make(family, 3 * i + 1, 12).Metrics[0];
            (RatioWindows b, RatioWindows c) = ((RatioWindows)metric.Baseline, (RatioWindows)metric.Canary);
            sum += c.Bad.Sum() / c.Total.Sum() - b.Bad.Sum() / b.Total.Sum();
        }

        // 60 rollouts of 60,000 requests a side: the mean's error is below 0.0004 at dispersion 5.
        Assert.InRange(sum / 60, worse - Math.Max(0.001, 0.01 * Math.Abs(worse)), worse + Math.Max(0.001, 0.01 * Math.Abs(worse)));
    }

    [Fact]
    public void Score_KnownRulings_AreCountedAndTheirMedianTaken()
    {
        Score score = new();
        score.Add(isDegraded: false, new Ruling(VerdictOutcome.Promote, 5));
        score.Add(isDegraded: false, new Ruling(VerdictOutcome.Promote, 8));
        score.Add(isDegraded: false, new Ruling(VerdictOutcome.Rollback, 2));
        score.Add(isDegraded: true, new Ruling(VerdictOutcome.Rollback, 3));
        score.Add(isDegraded: true, new Ruling(VerdictOutcome.Promote, 9));

        Assert.Equal((3, 1, 2, 6.5), (score.Healthy, score.FalseRollbacks, score.Promoted, score.MedianToPromote));
        Assert.Equal((2, 1, 1, 3.0, 6.0), (score.Degraded, score.Detected, score.WronglyPromoted, score.MedianToDetect, score.MeanOnDegraded));
    }

    [Fact]
    public void Wilson_NoneOfTen_ReachesFromZeroTo278PerMille()
    {
        (double low, double high) = Wilson.Interval(0, 10);

        Assert.Equal(0, low, 12);
        Assert.Equal(0.27753, high, 5);
    }

    private static MetricWindows Blank(MetricWindows metric, int from) => metric with { Baseline = Blank(metric.Baseline, from), Canary = Blank(metric.Canary, from) };

    private static SideWindows Blank(SideWindows side, int from) => side switch
    {
        RatioWindows r => new RatioWindows(Blank(r.Bad, from), Blank(r.Total, from)),
        CountWindows c => new CountWindows(Blank(c.Events, from), Blank(c.Exposure, from)),
        SeriesWindows s => new SeriesWindows(Blank(s.Values, from)),
        HistogramWindows h => new HistogramWindows(h.Bounds, [.. h.ToRows().Select((row, k) => k < from ? row : null)]),
        _ => throw new ArgumentException($"Windows of type {side.GetType().Name} cannot be blanked.", nameof(side)),
    };

    private static double[] Blank(double[] values, int from) => [.. values.Select((v, k) => k < from ? v : double.NaN)];

    private static double[] Numbers(Rollout rollout) => [.. rollout.Metrics.SelectMany(m => new[] { m.History, m.Baseline, m.Canary }).SelectMany(side => side switch
    {
        RatioWindows r => r.Bad.Concat(r.Total),
        CountWindows c => c.Events.Concat(c.Exposure),
        SeriesWindows s => s.Values,
        HistogramWindows h => h.ToRows().SelectMany(row => row!),
        _ => [],
    })];
}
