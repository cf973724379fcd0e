using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>All that is needed to judge one rollout again: the rules and both sides' windows.</summary>
public sealed record Recording
{
    /// <summary>The format that is read and written.</summary>
    public const string Format = "canaryjudge.io/recording/v1";

    /// <summary>Name of the rollout, such as checkout/42: 1 to 1,000 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The rules. Where a line does not state them: name "recording", history as many windows as are recorded, and the defaults of <see cref="CanaryPolicy"/>.</summary>
    public required CanaryPolicy Policy { get; init; }

    /// <summary>The windows, one entry a metric of the policy, in its order; all of one length.</summary>
    public required IReadOnlyList<MetricWindows> Metrics { get; init; }

    /// <summary>Start of window 0, milliseconds since the Unix epoch; null when it is not known. No judgement depends on it.</summary>
    public long? StartMillis { get; init; }

    /// <summary>The verdict that was reached when it was recorded, with the numbers it stands on; null when it is not known. No judgement depends on it.</summary>
    public JudgedVerdict? Judged { get; init; }

    /// <summary>Windows on each side, warm-up included.</summary>
    public int WindowCount => Metrics[0].Baseline.Count;

    /// <summary>The recording of a judged run.</summary>
    /// <param name="id">Name of the rollout: 1 to 1,000 characters.</param>
    /// <param name="run">The run.</param>
    /// <returns>A recording that leads to the run's verdict again.</returns>
    public static Recording Of(string id, JudgedRun run) =>
        new()
        {
            Id = id, Policy = run.Plan.Policy, Metrics = run.Windows, StartMillis = run.Plan.Windows.StartMillis,
            Judged = JudgedVerdict.Of(run.Plan.Policy, run.Windows, run.Verdict),
        };

    /// <summary>What was known once the first windows had passed: later ones, and the faults found in them, are left out.</summary>
    /// <param name="windows">Number of windows, 0 to <see cref="WindowCount"/>.</param>
    /// <returns>The recording up to then; the history stays whole, and a verdict over more windows is left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many windows.</exception>
    public Recording Until(int windows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(windows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windows, WindowCount);
        return this with { Judged = windows == WindowCount ? Judged : null, Metrics = [.. Metrics.Select(metric => metric.Until(windows))] };
    }
}
