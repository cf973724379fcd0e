using System.Threading.Channels;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Samples.Workload;
using CanaryJudge.Sources;
using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Cli.Demo;

/// <summary>Plays one rollout: starts both instances and their load, scrapes them, judges after each window, and stops everything again.</summary>
/// <param name="policy">The rules.</param>
/// <param name="seed">Seed of what the instances draw.</param>
/// <param name="clock">What everything waits by.</param>
internal sealed class DemoRollout(CanaryPolicy policy, ulong seed, TimeProvider clock)
{
    /// <summary>Requests a second to both instances together, half to each.</summary>
    public const int RequestsPerSecond = 400;

    // A window holds four scrapes, so that its edges are never more than a quarter of it away from a scrape.
    private const int ScrapesPerWindow = 4;

    private static readonly Scope Baseline = new([new("version", MatchOperator.Equal, "v1")]);
    private static readonly Scope Canary = new([new("version", MatchOperator.Equal, "v2")]);

    /// <summary>Plays it to its end.</summary>
    /// <param name="fault">What is wrong with the canary.</param>
    /// <param name="show">Called after each window.</param>
    /// <param name="cancellationToken">Stops everything that was started; the call then throws.</param>
    /// <returns>The first final verdict, or the pause at the horizon, with everything it came from.</returns>
    public async Task<Report> PlayAsync(Fault fault, Action<DemoMoment> show, CancellationToken cancellationToken)
    {
        await using SampleRollout rollout = await SampleRollout.StartAsync(fault, seed, RequestsPerSecond, canaryShare: 0.5, clock, cancellationToken);
        await using var source = new ScrapeSource(Scraping(rollout), clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rounds = Channel.CreateUnbounded<long>();
        Task load = rollout.Load.RunAsync(Timeout.InfiniteTimeSpan, over.Token);
        Task scraping = source.RunAsync(round => rounds.Writer.TryWrite(round[0].TimeMillis), over.Token);
        try
        {
            return await JudgeAsync(source, rounds.Reader, show, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(load, scraping);
        }
    }

    private async Task<Report> JudgeAsync(ScrapeSource source, ChannelReader<long> rounds, Action<DemoMoment> show, CancellationToken cancellationToken)
    {
        // The first scrapes and requests compile the code they run and come late: the first window begins when they have passed.
        long interval = (long)policy.Interval.TotalMilliseconds;
        long first = await rounds.ReadAsync(cancellationToken), start;
        do start = await rounds.ReadAsync(cancellationToken);
        while (start < first + interval);
        show(new(0, policy.Horizon, Report: null));
        for (int window = 1; ; window++)
        {
            // The window is whole once a scrape lies at or behind its end.
            long end = start + window * interval;
            while (await rounds.ReadAsync(cancellationToken) < end) continue;
            Report? report = window > policy.WarmUp ? await JudgeAsync(source, start, end, cancellationToken) : null;
            DemoMoment moment = new(window, policy.Horizon, report);
            show(moment);
            if (moment.IsLast) return report!;
        }
    }

    private async Task<Report> JudgeAsync(ScrapeSource source, long start, long end, CancellationToken cancellationToken)
    {
        PlanResult plan = Planner.Plan(new JudgeRequest(policy, Baseline, Canary, start, end));
        if (plan.Plan is null) throw new InvalidDataException($"The demo's plan is wrong: {plan.Violations[0].Message}");
        JudgedRun run = await LiveRun.JudgeAsync(plan.Plan, source, cancellationToken);
        return new Report(run.Plan, run.Queries, run.Verdict, source.Name, "version=v1", "version=v2");
    }

    private ScrapeOptions Scraping(SampleRollout rollout) => new()
    {
        Targets = [Target(rollout.Baseline.MetricsAddress, "v1"), Target(rollout.Canary.MetricsAddress, "v2")],
        Interval = policy.Interval / ScrapesPerWindow,
    };

    private static ScrapeTarget Target(Uri address, string version) => new(address, new Dictionary<string, string> { ["version"] = version });
}
