using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Every judge, in the order of the tables.</summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("strict", "sequential, `guarantee: strict`, the default", ContenderGroup.Ours, new SequentialRule(SequentialParameters.Strict)),
        new("calibrated", "sequential, `guarantee: calibrated`", ContenderGroup.Ours, new SequentialRule(SequentialParameters.Calibrated)),
        new("strict-no-history", "strict, nothing known from before", ContenderGroup.Ours, new SequentialRule(SequentialParameters.Strict, history: false)),
        new("calibrated-no-history", "calibrated, nothing known from before", ContenderGroup.Ours, new SequentialRule(SequentialParameters.Calibrated, history: false)),
        new("fixed-once", "our fixed judge, asked once at the horizon as it is meant", ContenderGroup.Ours, new FixedRule(polled: false)),
        new("fixed-polled", "our fixed judge, misused: asked every window", ContenderGroup.Ours, new FixedRule(polled: true)),
        new("threshold", "our `judge: threshold` with its defaults, as Flagger counts but against the baseline", ContenderGroup.Ours, new ThresholdRule()),
        new("kayenta-once", "Kayenta's rule, once at the horizon", ContenderGroup.Peer, new KayentaRule(polled: false)),
        new("kayenta-polled", "Kayenta's rule, every window", ContenderGroup.Peer, new KayentaRule(polled: true)),
        new("flagger", "Flagger's rule", ContenderGroup.Peer, new FlaggerRule()),
        new("argo-rollouts", "Argo Rollouts' rule", ContenderGroup.Peer, new ArgoRolloutsRule()),
        new("mann-whitney-polled", "Mann-Whitney at 5 %, every window", ContenderGroup.Peer, new MannWhitneyRule()),
        new("sprt-oracle", "Wald's test that knows the rate, or the noise and memory (eight families only), for 1 % and 5 % of errors", ContenderGroup.Peer, new SprtOracle(0.01, 0.05)),
        new("sprt-oracle-careful", "the same for 0.5 % of errors either way, which it makes half as often", ContenderGroup.Peer, new SprtOracle(0.005, 0.006)),
        new("strict-two-keys", "counts by two keys that must agree, as in the first design", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { TemperCounts = false })),
        new("strict-put-in-memory", "memory of a series estimated and put in", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { MixMemory = false })),
        new("strict-unsettled", "judges from the end of the warm-up, whatever it showed", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { Settle = false })),
        new("strict-lopsided-pass", "promotes though the canary alone misses windows", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { MostLopsided = 1 })),
        new("strict-lone-drift", "drift guard that learns memory from the rollout alone", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { LearnDriftMemory = false })),
        new("strict-early-pass", "2 % of the safety budget while running, 3 % at the horizon", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { Beta = 0.02, LastLookBeta = 0.03 })),
        new("strict-mean-at-last", "mostly zero series: the last look at their mean alone", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { SignsAtLastLook = false })),
        new("strict-wide-effects", "series with a history: 0.6 instead of 0.8 of the weight on harm of the margin", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { MoreOnMargin = false })),
        new("strict-drift-now", "drift is harm only once its level is beyond the margin", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { DriftAhead = false })),
        new("before", "the strict judge before all of them", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Before)),
    ];
}
