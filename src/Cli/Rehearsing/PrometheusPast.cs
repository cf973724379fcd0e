using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Verdicts;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Fetches a past from a Prometheus, piece by piece: memory holds one piece of raw samples at a time, whatever the length.</summary>
internal static class PrometheusPast
{
    private const int PieceWindows = 1000;
    private const int MostWindows = 50_000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);

    /// <summary>Fetches it.</summary>
    /// <exception cref="PastFailedException">The policy or the request is wrong, or the source failed.</exception>
    /// <exception cref="CommandFailedException">The length is shorter than a window.</exception>
    public static async Task<FoundPast> ReadAsync(PastInputs inputs, CanaryPolicy policy, string document, Session session, RehearsalProgress progress, CancellationToken interrupted)
    {
        TimeRange range = inputs.Range is { Since: null, FromMillis: null } ? inputs.Range with { Since = Usual } : inputs.Range;
        (long from, long to) = range.Resolve(policy, session.Clock.GetUtcNow());
        long interval = (long)policy.Interval.TotalMilliseconds, windows = (to - from) / interval;
        if (windows > MostWindows) throw Failed(document, [new Violation("from", $"{windows} windows lie between {Times.Text(from)} and {Times.Text(to)}, above the bound of {MostWindows}.", "Name a shorter time.")]);
        if (inputs.SplitBy is not null) CheckSplit(policy, document);

        IMetricSource server = session.OpenPrometheus(inputs.Source!);
        using var owned = server as IDisposable;
        IMetricSource source = inputs.Canary is null ? new OneVersionSource(server, inputs.SplitBy, inputs.Settings.Share) : server;
        // A condition that every series meets: the canary's questions are made from the baseline's, and not sent.
        Scope baseline = inputs.Baseline!.Scope, canary = inputs.Canary?.Scope ?? new Scope([.. baseline.Matchers, new LabelMatcher("canaryjudge_other_side", MatchOperator.Equal, "")]);
        var pieces = policy.Metrics.Select(_ => new List<MetricWindows>()).ToArray();
        for (long at = 0; at < Math.Max(windows, 1); at += PieceWindows)
        {
            progress.Show($"{at} of {Counted.Of(windows, "window")} fetched");
            CanaryPolicy piece = policy with { WarmUp = 0, History = 0, Horizon = (int)Math.Clamp(windows - at, 1, PieceWindows) };
            PlanResult plan = Planner.Plan(new JudgeRequest(piece, baseline, canary, from + at * interval, Math.Min(to, from + (at + PieceWindows) * interval)));
            if (plan.Plan is null) throw Failed(document, plan.Violations);
            Measurement[] measured = await Task.WhenAll(plan.Plan.Metrics.Select(metric => source.MeasureAsync(metric, interrupted)));
            Violation[] problems = [.. measured.SelectMany(m => m.Answers.Where(a => a.Problem is not null).Select(a => new Violation(m.Plan.Metric.Name, a.Problem!.Message, ""))).Distinct()];
            if (problems.Length > 0) throw Failed(source.Name, problems);
            for (int m = 0; m < measured.Length; m++) pieces[m].Add(Aligner.Align(measured[m], plan.Plan.Windows));
        }

        bool two = inputs.Canary is not null || inputs.SplitBy is not null;
        PastWindows[] metrics = [.. pieces.Select((p, m) => Joined(policy.Metrics[m], p, two))];
        return new FoundPast(new Past(policy, metrics), source.Name, inputs.Baseline.Text, Sides(inputs), from, from + windows * interval);
    }

    private static PastWindows Joined(MetricPolicy metric, List<MetricWindows> pieces, bool two)
    {
        // Both sides at once, so that histograms come out on bounds that both have.
        int windows = pieces.Sum(p => p.Baseline.Count);
        if (!two) return new PastWindows(metric, PastJoin.Of([.. pieces.Select(p => p.Baseline)], gap: 0));
        SideWindows all = PastJoin.Of([.. pieces.Select(p => p.Baseline), .. pieces.Select(p => p.Canary)], gap: 0);
        return new PastWindows(metric, PastJoin.Part(all, 0, windows), PastJoin.Part(all, windows, windows));
    }

    private static string Sides(PastInputs inputs)
    {
        if (inputs.Canary is not null) return $"{inputs.Canary.Text} stands in for the canary.";
        if (inputs.SplitBy is not null) return $"The values of {inputs.SplitBy} are dealt to two sides, about {inputs.Settings.Share * 100:0.##} % to the canary.";
        return $"The canary is made from the baseline: {inputs.Settings.Share * 100:0.##} % of its events; a series with its own noise.";
    }

    private static void CheckSplit(CanaryPolicy policy, string document)
    {
        Violation[] wrong = [.. policy.Metrics.Where(metric => metric.Terms.Any(term => term.Reading == TermReading.Expression)).Select(metric => new Violation(
            $"spec.metrics[{policy.Metrics.ToList().IndexOf(metric)}]", $"{metric.Name} is a PromQL expression, which gives one series: --split-by has nothing to deal.", "Use selectors, or name the second side with --canary."))];
        if (wrong.Length > 0) throw Failed(document, wrong);
    }

    private static PastFailedException Failed(string document, IReadOnlyList<Violation> violations) => new(document, violations);
}
