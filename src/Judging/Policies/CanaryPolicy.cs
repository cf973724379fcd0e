namespace CanaryJudge.Judging.Policies;

/// <summary>The rules from metrics to verdict: which metrics, over which windows, and what their judgements decide.</summary>
public sealed record CanaryPolicy
{
    /// <summary>The policy's name.</summary>
    public required string Name { get; init; }

    /// <summary>Length of a window. 1 s to 1 h. Default: 1 minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Leading windows that are never judged. 0 or more. Default: 3.</summary>
    public int WarmUp { get; init; } = 3;

    /// <summary>Windows, warm-up included, after which a rollout still on pause is over. Default: 60.</summary>
    public int Horizon { get; init; } = 60;

    /// <summary>What becomes of a rollout that is on pause at the horizon. Default: hold, a person decides.</summary>
    public HorizonRule AtHorizon { get; init; } = HorizonRule.Hold;

    /// <summary>Windows of the baseline before the rollout that are asked for as reference. 0 or more. Default: 30.</summary>
    public int History { get; init; } = 30;

    /// <summary>By which rule a metric's windows become a judgement. Default: sequential.</summary>
    public JudgeRule Judge { get; init; } = JudgeRule.Sequential;

    /// <summary>How a sequential judge's error rates are meant. Default: strict.</summary>
    public Guarantee Guarantee { get; init; } = Guarantee.Strict;

    /// <summary>Confidence of each metric's interval, inside (0.5, 1). Default: 0.98.</summary>
    public double Confidence { get; init; } = 0.98;

    /// <summary>With judge fixed: share of the metrics whose failure rolls back although none is critical, inside (0, 1]. A sequential judge rolls back on any proven harm. Default: 0.5.</summary>
    public double FailShare { get; init; } = 0.5;

    /// <summary>The rules of judge threshold; other judges do not look at them.</summary>
    public ThresholdRules Threshold { get; init; } = new();

    /// <summary>The scores of judge kayenta; other judges do not look at them.</summary>
    public KayentaScoring Kayenta { get; init; } = new();

    /// <summary>The metrics, at least one, names unique.</summary>
    public required IReadOnlyList<MetricPolicy> Metrics { get; init; }
}
