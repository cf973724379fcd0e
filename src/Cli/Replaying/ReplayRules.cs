using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>By which rules a recording is judged: its own, or those that were asked for.</summary>
/// <param name="policy">The policy that takes the place of the recorded ones; null to keep them.</param>
/// <param name="judge">The rule that takes the place of the policy's; null to keep it.</param>
internal sealed class ReplayRules(CanaryPolicy? policy, JudgeRule? judge)
{
    /// <summary>The recording with the rules it is judged by.</summary>
    /// <param name="recording">As it was read.</param>
    /// <param name="line">Its line, for violations.</param>
    /// <returns>The recording, or why the policy does not fit it. Recorded metrics that the policy does not name are left out.</returns>
    public (Recording? Recording, IReadOnlyList<Violation> Violations) Apply(Recording recording, int line)
    {
        if (policy is not null)
        {
            (MetricWindows[] metrics, List<Violation> violations) = Fit(recording, policy, line);
            if (violations.Count > 0) return (null, violations);
            recording = recording with { Policy = policy, Metrics = metrics };
        }

        return (judge is null ? recording : recording with { Policy = recording.Policy with { Judge = judge.Value } }, []);
    }

    private static (MetricWindows[] Metrics, List<Violation> Violations) Fit(Recording recording, CanaryPolicy policy, int line)
    {
        var metrics = new List<MetricWindows>();
        var violations = new List<Violation>();
        if (recording.Policy.Interval != policy.Interval)
        {
            violations.Add(new Violation("interval_seconds", $"{recording.Id} has windows of {recording.Policy.Interval.TotalSeconds} s and the policy {policy.Name} of {policy.Interval.TotalSeconds} s.", "Use a policy with the recorded interval: recorded windows cannot be cut anew.", line, 1));
        }

        foreach (MetricPolicy rule in policy.Metrics)
        {
            MetricWindows? recorded = recording.Metrics.FirstOrDefault(metric => metric.Metric.Name == rule.Name);
            if (recorded is null)
            {
                string names = string.Join(", ", recording.Metrics.Select(metric => metric.Metric.Name));
                violations.Add(new Violation("metrics", $"{recording.Id} has no metric {rule.Name}, which the policy {policy.Name} judges.", $"It holds {names}.", line, 1));
            }
            else if (recorded.Metric.Kind != rule.Kind)
            {
                violations.Add(new Violation("metrics", $"{recording.Id}: {rule.Name} was recorded as a {Rendering.Words.Machine(recorded.Metric.Kind)} and is a {Rendering.Words.Machine(rule.Kind)} in the policy {policy.Name}.", "Give it the recorded kind.", line, 1));
            }
            else
            {
                metrics.Add(recorded with { Metric = rule });
            }
        }

        return ([.. metrics], violations);
    }
}
