using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Scoreboard.Tests.Sequential;

/// <summary>A simulated rollout with one choice of rules, so that laws are tried on every kind of policy.</summary>
internal sealed record Variant(CanaryPolicy Policy, IReadOnlyList<MetricWindows> Metrics)
{
    public SequentialParameters Parameters => SequentialParameters.Of(Policy.Guarantee);

    /// <summary>A rollout of the fleet as it is.</summary>
    public static Variant Of(Rollout rollout) => new(Shape.Policy(rollout), rollout.Metrics);

    /// <summary>The same windows under other rules: both guarantees, every direction, with and without a history, missing data that fails, relative margins.</summary>
    public static IEnumerable<Variant> All(Rollout rollout)
    {
        Variant plain = Of(rollout);
        yield return plain;
        yield return plain.With(Guarantee.Calibrated, Windows.WithoutHistory, metric => metric with { Missing = MissingRule.Fail, Resource = metric.Kind == MetricKind.Series });
        yield return plain.With(Guarantee.Strict, metrics => metrics, metric => metric with { Direction = Direction.Either });
        yield return plain.With(Guarantee.Strict, Windows.WithoutHistory, metric => metric with { Direction = Direction.Decrease, Margin = Margin.Relative(0.3, 1e-6) });
    }

    /// <summary>The rollout when so many windows had elapsed.</summary>
    public Variant Until(int windows) => this with { Metrics = [.. Metrics.Select(metric => metric with { Baseline = metric.Baseline.First(windows), Canary = metric.Canary.First(windows) })] };

    /// <summary>The same rollout with other windows.</summary>
    public Variant Map(Func<MetricWindows, MetricWindows> change)
    {
        MetricWindows[] changed = [.. Metrics.Select(change)];
        return new Variant(Policy with { Metrics = [.. changed.Select(metric => metric.Metric)] }, changed);
    }

    public SequentialRun Run() => new(Policy, Metrics, Parameters);

    private Variant With(Guarantee guarantee, Func<IReadOnlyList<MetricWindows>, IReadOnlyList<MetricWindows>> windows, Func<MetricPolicy, MetricPolicy> rules)
    {
        MetricWindows[] changed = [.. windows(Metrics).Select(metric => metric with { Metric = rules(metric.Metric) })];
        return new Variant(Policy with { Guarantee = guarantee, Metrics = [.. changed.Select(metric => metric.Metric)] }, changed);
    }
}
