using System.Globalization;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Planning;

/// <summary>From a request to windows and questions, all fixed before any data is seen.</summary>
public static class Planner
{
    // Prometheus' own lookback: a sample is valid for so long, and a counter scraped more rarely than this is stale there too.
    private static readonly TimeSpan LeastLookback = TimeSpan.FromMinutes(5);

    // Far enough from the end of the calendar that no window ends after it.
    private static readonly long LastMillis = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Plans an analysis for a source: the whole windows between the request's times, at most the horizon, and each query once a side.</summary>
    /// <remarks>
    /// Raw samples are asked for from a lookback before the first window that is needed (the longer of the interval and 5 minutes), so that counters can be differenced;
    /// the baseline's first window is the history's. An expression is evaluated at each window's end, the first window's first.
    /// </remarks>
    /// <param name="request">What is to be judged.</param>
    /// <returns>
    /// The plan, or every violation: fewer whole windows than the warm-up and one more, scopes that are empty, faulty or identical, a metric without queries or with faulty ones,
    /// a bound of <see cref="PolicyLimits"/> exceeded. Paths begin with policy's own (spec...), baseline, canary, from or to.
    /// </returns>
    public static PlanResult Plan(JudgeRequest request)
    {
        var findings = new Findings();
        CheckPolicy(request.Policy, findings);
        CheckScopes(request, findings);
        WindowGrid? windows = findings.IsEmpty ? Windows(request, findings) : null;
        if (windows is null || !findings.IsEmpty) return new() { Violations = findings.ToList() };

        return new() { Plan = PlanWindows(request.Policy, request.Baseline, request.Canary, windows), Notes = Notes(request, windows) };
    }

    /// <summary>Plans the questions for some windows of an analysis, by the rules of <see cref="Plan"/>.</summary>
    /// <param name="policy">Rules for which <see cref="Plan"/> found no violation.</param>
    /// <param name="baseline">The baseline's scope, likewise.</param>
    /// <param name="canary">The canary's scope, likewise.</param>
    /// <param name="windows">The windows; asked for one after the other they are the windows of the whole, measured each by itself.</param>
    /// <returns>The plan.</returns>
    public static JudgePlan PlanWindows(CanaryPolicy policy, Scope baseline, Scope canary, WindowGrid windows) =>
        new(policy, windows, [.. policy.Metrics.Select(metric => new MetricPlan(metric, Queries(metric, policy.Interval, baseline, canary, windows)))]);

    private static void CheckPolicy(CanaryPolicy policy, Findings findings)
    {
        bool hasInterval = policy.Interval >= PolicyLimits.ShortestInterval && policy.Interval <= PolicyLimits.LongestInterval && policy.Interval.Ticks % TimeSpan.TicksPerMillisecond == 0;
        if (!hasInterval) findings.Add(new("spec.interval", $"The interval is {policy.Interval}.", "Use 1s to 1h, in whole milliseconds."));
        if (policy.Horizon is < 1 or > PolicyLimits.Windows) findings.Add(new("spec.horizon", $"The horizon is {Counted.Of(policy.Horizon, "window")}.", $"Use 1 to {PolicyLimits.Windows} windows."));
        if (policy.History is < 0 or > PolicyLimits.Windows) findings.Add(new("spec.history", $"The history is {Counted.Of(policy.History, "window")}.", $"Use 0 to {PolicyLimits.Windows} windows."));
        if (policy.WarmUp < 0 || policy.WarmUp >= policy.Horizon) findings.Add(new("spec.warmup", $"The warm-up is {Counted.Of(policy.WarmUp, "window")}, the horizon {policy.Horizon}.", "Leave at least one window after the warm-up."));
        if (policy.Metrics.Count is < 1 or > PolicyLimits.Metrics) findings.Add(new("spec.metrics", $"{Counted.There(policy.Metrics.Count, "metric")}.", $"Use 1 to {PolicyLimits.Metrics} metrics."));
        for (int k = 0; k < policy.Metrics.Count && !findings.IsFull; k++) CheckMetric(policy.Metrics[k], $"spec.metrics[{k}]", hasInterval ? policy.Interval : null, findings);
    }

    private static void CheckMetric(MetricPolicy metric, string path, TimeSpan? interval, Findings findings)
    {
        IReadOnlyList<TermRole> roles = TermRules.RolesOf(metric.Kind);
        string name = Findings.Quoted(metric.Name);
        string wanted = string.Join(" and ", roles);
        if (metric.Terms.Count == 0)
        {
            findings.Add(new(path, $"The metric {name} has no queries, so no source can be asked for it.", $"Give it its queries ({wanted}), or send its numbers with the request."));
        }
        else if (metric.Terms.Count != roles.Count || !roles.All(role => metric.Terms.Any(term => term.Role == role)))
        {
            findings.Add(new(path, $"The metric {name} has queries for {string.Join(", ", metric.Terms.Select(term => term.Role))}.", $"A metric of kind {metric.Kind} has one for each of {wanted}."));
        }
        foreach (Violation violation in metric.Terms.Where(term => roles.Contains(term.Role)).SelectMany(term => TermRules.Check(term, interval)))
        {
            findings.Add(violation with { Path = path });
        }
    }

    private static void CheckScopes(JudgeRequest request, Findings findings)
    {
        CheckScope(request.Baseline, "baseline", findings);
        CheckScope(request.Canary, "canary", findings);
        if (request.Baseline.Matchers.Count > 0 && request.Baseline.IsSameAs(request.Canary))
        {
            findings.Add(new("canary", $"Baseline and canary are the same scope, {{{Selector.Write(request.Canary.Matchers.Take(5))}}}: a version would be compared with itself.", "Name what tells them apart, such as version=v1 and version=v2."));
        }
    }

    private static void CheckScope(Scope scope, string path, Findings findings)
    {
        foreach ((string message, string remedy) in ScopeRules.CheckWhole(scope.Matchers)) findings.Add(new(path, message, remedy));
        foreach (LabelMatcher matcher in scope.Matchers.Take(PolicyLimits.Matchers))
        {
            foreach ((string message, string remedy) in ScopeRules.Check(matcher)) findings.Add(new(path, message, remedy));
        }
    }

    private static WindowGrid? Windows(JudgeRequest request, Findings findings)
    {
        CanaryPolicy policy = request.Policy;
        foreach ((string path, long millis) in new[] { ("from", request.FromMillis), ("to", request.ToMillis) })
        {
            if (millis < 0 || millis > LastMillis) findings.Add(new(path, $"The time {millis} is not between 1970 and 9000.", "Give milliseconds since the Unix epoch."));
        }
        if (!findings.IsEmpty) return null;

        long interval = Millis(policy.Interval);
        long whole = Math.Max(0, (request.ToMillis - request.FromMillis) / interval);
        int least = policy.WarmUp + 1;
        if (request.ToMillis <= request.FromMillis)
        {
            findings.Add(new("to", $"The end, {Time(request.ToMillis)}, is not after the start, {Time(request.FromMillis)}.", "Give an end after the start."));
        }
        else if (whole < least)
        {
            long needed = request.FromMillis + least * interval;
            string wait = DurationText.Format(TimeSpan.FromMilliseconds(needed - request.ToMillis));
            findings.Add(new(
                "to",
                $"{whole} of the {Counted.Of(least, "whole window")} of {DurationText.Format(policy.Interval)} that are needed, warm-up and one more, {(whole == 1 ? "lies" : "lie")} between {Time(request.FromMillis)} and {Time(request.ToMillis)}.",
                $"Wait {wait} more, until {Time(needed)}."));
        }
        return new(request.FromMillis, interval, (int)Math.Min(whole, policy.Horizon), policy.History);
    }

    private static PlannedQuery[] Queries(MetricPolicy metric, TimeSpan interval, Scope baseline, Scope canary, WindowGrid windows) =>
    [
        .. metric.Terms.Select(term => Query(term, Side.Baseline, baseline, windows.HistoryStartMillis, windows, interval)),
        .. metric.Terms.Select(term => Query(term, Side.Canary, canary, windows.StartMillis, windows, interval)),
    ];

    private static PlannedQuery Query(QueryTerm term, Side side, Scope scope, long firstMillis, WindowGrid windows, TimeSpan interval)
    {
        if (term.Reading == TermReading.Expression)
        {
            string query = ScopedExpression.Parse(term.Text, interval, out _)!.For(scope, interval);
            return new(side, term.Role, term.Reading, query, firstMillis + windows.IntervalMillis, windows.EndMillis, windows.IntervalMillis);
        }
        long lookback = Math.Max(windows.IntervalMillis, Millis(LeastLookback));
        return new(side, term.Role, term.Reading, Selector.Parse(term.Text).Selector!.With(scope).ToString(), firstMillis - lookback, windows.EndMillis, StepMillis: 0);
    }

    private static IReadOnlyList<string> Notes(JudgeRequest request, WindowGrid windows)
    {
        long whole = (request.ToMillis - request.FromMillis) / windows.IntervalMillis;
        if (whole <= windows.Count) return [];
        return [$"Of {whole} whole windows the first {windows.Count} {(windows.Count == 1 ? "is" : "are")} judged, up to {Time(windows.EndMillis)}: the policy's horizon ends there."];
    }

    private static long Millis(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    private static string Time(long millis) => DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
