using System.Globalization;
using System.Text.RegularExpressions;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Tests.Rehearsing;

namespace CanaryJudge.Judging.Tests.Sequential;

/// <summary>A metric that cannot be decided at this traffic is said at the start, with what would let it be; one that can is never said to be so.</summary>
public sealed partial class OutlookTests
{
    private const string Said = "even a healthy canary will probably not be clear of it within the horizon";

    [Fact]
    public void Pause_OfLittleTraffic_SaysAtTheStartWhatWouldDecide()
    {
        string reason = After(windows: 8, requests: 400, share: 0.05, margin: 0.005, horizon: 60, seed: 1);
        Assert.Contains(Said + " of 60 windows, at this traffic: a horizon of about ", reason, StringComparison.Ordinal);
        Assert.Matches(@"a margin of about [0-9.]+ points or about [0-9]+ canary requests a window instead of 20 would decide it\.$", reason);
    }

    [Fact]
    public void Pause_OfMuchTraffic_SaysHowLongItTakesInstead()
    {
        for (int seed = 0; seed < 40; seed++) Assert.DoesNotContain(Said, After(windows: 6, requests: 4000, share: 0.25, margin: 0.005, horizon: 60, seed), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWouldDecide_Done_Decides()
    {
        // The sentence promises a little better than one in two; each of its ways is tried on rollouts from the start.
        MatchCollection numbers = Numbers().Matches(After(windows: 12, requests: 200, share: 0.05, margin: 0.005, horizon: 60, seed: 2).Split("traffic: ")[1]);
        double[] found = [.. numbers.Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        (double horizon, double margin, double requests) = (found[0], found[1], found[2]);
        Assert.True(horizon > 60 && margin > 0.5 && requests > 10, string.Join(' ', found));
        AssertPasses(190, 10, 0.005, (int)horizon);
        AssertPasses(190, 10, margin / 100, 60);
        AssertPasses(190, (int)requests, 0.005, 60);
        // And as it was, it does not.
        Assert.True(Passed(190, 10, 0.005, 60) < 0.4);
    }

    [Fact]
    public void Pause_WithoutAnyErrors_CountsTheRequestsThatAreMissing()
    {
        MetricPolicy metric = Pasts.Ratio(0.005);
        CanaryPolicy policy = new() { Name = "p", Horizon = 30, History = 0, Metrics = [metric] };
        double[] none = new double[10], requests = [.. Enumerable.Repeat(10.0, 10)];
        Verdict verdict = Judge.Evaluate(policy, [new MetricWindows { Metric = metric, Baseline = new RatioWindows(none, [.. requests.Select(r => r * 20)]), Canary = new RatioWindows(none, requests), History = new RatioWindows([], []) }]);
        // ln(2 * 100) / 0.005 = 1,060 clean requests in 27 windows.
        Assert.Contains("about 40 canary requests a window instead of 10 would decide it.", verdict.Judgements[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_OfANoisySeries_SpeaksOfItsNoise()
    {
        MetricPolicy metric = Pasts.Series(Margin.Relative(0.05));
        CanaryPolicy policy = new() { Name = "p", Horizon = 40, Metrics = [metric] };
        Verdict verdict = Judge.Evaluate(policy, [new MetricWindows { Metric = metric, History = Pasts.Level(30, 100, 0.4, 0.3, 3), Baseline = Pasts.Level(20, 100, 0.4, 0.3, 4), Canary = Pasts.Level(20, 100, 0.4, 0.3, 5) }]);
        Assert.Equal(VerdictOutcome.Pause, verdict.Outcome);
        Assert.Matches(Said + @" of 40 windows, at this noise: a horizon of about [0-9]+ windows or a margin of about [0-9.]+ % would decide it\.$", verdict.Judgements[0].Reason);
    }

    private static string After(int windows, int requests, double share, double margin, int horizon, int seed)
    {
        MetricPolicy metric = Pasts.Ratio(margin);
        CanaryPolicy policy = new() { Name = "p", Horizon = horizon, Metrics = [metric] };
        return Judge.Evaluate(policy, [Rollout(metric, (int)(requests * (1 - share)), (int)(requests * share), windows, seed)]).Judgements[0].Reason;
    }

    private static void AssertPasses(int baseline, int canary, double margin, int horizon)
    {
        double passed = Passed(baseline, canary, margin, horizon);
        Assert.True(passed > 0.4, $"{passed} at {canary} requests, {margin}, {horizon} windows");
    }

    private static double Passed(int baseline, int canary, double margin, int horizon)
    {
        MetricPolicy metric = Pasts.Ratio(margin);
        CanaryPolicy policy = new() { Name = "p", Horizon = horizon, Metrics = [metric] };
        return Enumerable.Range(0, 100).Count(i => Judge.Evaluate(policy, [Rollout(metric, baseline, canary, horizon, 100 + i)]).Outcome == VerdictOutcome.Promote) / 100.0;
    }

    private static MetricWindows Rollout(MetricPolicy metric, int baseline, int canary, int windows, int seed) => new()
    {
        Metric = metric,
        History = Pasts.Requests(30, baseline, 0.01, 3 * seed),
        Baseline = Pasts.Requests(windows, baseline, 0.01, 3 * seed + 1),
        Canary = Pasts.Requests(windows, canary, 0.01, 3 * seed + 2),
    };

    [GeneratedRegex("[0-9]+([.][0-9]+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
