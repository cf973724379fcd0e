using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Every judge, in the order of the tables.</summary>
internal static class Contenders
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("strict", "sequential, `guarantee: strict`", ContenderGroup.Ours, new SequentialRule(SequentialParameters.Strict)),
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
        new("sprt-oracle", "Wald's test that knows the rate (five ratio families only)", ContenderGroup.Peer, new SprtOracle()),
        new("strict-uncentred", "dispersion around each hypothesis, Student form", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { CentreDispersion = false })),
        new("strict-early-harm", "history worth 6 windows, harm from the fourth", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { HistoryVarianceWeight = 6, HistoryLeastWindows = 4 })),
        new("strict-gaps-pass", "promotes however many windows are missing", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { MostMissing = 1 })),
        new("strict-no-kept-pass", "every stream must be safe at the same window", ContenderGroup.Undone, new SequentialRule(SequentialParameters.Strict with { KeepPasses = false })),
    ];
}
