using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;
using CanaryJudge.Judging.Thresholds;

namespace CanaryJudge.Judging.Explaining;

/// <summary>Goes through the windows again and notes what a judge carries from each to the next.</summary>
internal static class JudgedCurves
{
    /// <summary>The curves of each metric, up to the verdict.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="metrics">The windows.</param>
    /// <param name="elapsed">Windows elapsed at the verdict.</param>
    public static IReadOnlyList<JudgedCurve>[] Of(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, int elapsed)
    {
        Func<int, IEnumerable<(int Metric, string Name, double Value)>>? step = policy.Judge switch
        {
            JudgeRule.Sequential => Evidence(policy, metrics),
            JudgeRule.Threshold => Checks(policy, metrics),
            _ => null,
        };
        var curves = metrics.Select(_ => new Dictionary<string, double[]>(StringComparer.Ordinal)).ToArray();
        for (int k = 0; k < elapsed && step is not null; k++)
        {
            foreach ((int metric, string name, double value) in step(k))
            {
                if (!curves[metric].TryGetValue(name, out double[]? curve))
                {
                    curves[metric].Add(name, curve = new double[elapsed]);
                    Array.Fill(curve, double.NaN);
                }

                curve[k] = value;
            }
        }

        return [.. curves.Select(metric => metric.Select(curve => new JudgedCurve(curve.Key, curve.Value)).ToArray())];
    }

    private static Func<int, IEnumerable<(int, string, double)>> Evidence(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        SequentialRun run = new(policy, metrics, SequentialParameters.Of(policy.Guarantee));
        return _ =>
        {
            run.Advance();
            return from m in Enumerable.Range(0, metrics.Count)
                   from stream in run.Streams[m]
                   where stream is not null
                   from number in new[] { ("log_harm", stream.LogHarm), ("log_safe", stream.LogSafe) }
                   select (m, $"{stream.Name}.{number.Item1}", number.Item2);
        };
    }

    private static Func<int, IEnumerable<(int, string, double)>> Checks(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics)
    {
        MetricChecks[] checks = [.. metrics.Select(metric => new MetricChecks(metric, policy))];
        return k =>
        {
            foreach (MetricChecks metric in checks) metric.Add(k);
            return checks.SelectMany((metric, m) => new[] { (m, "checks.failed", (double)metric.Tally.Failed), (m, "checks.passed", metric.Tally.Passed) });
        };
    }
}
