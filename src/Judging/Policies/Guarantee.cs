namespace CanaryJudge.Judging.Policies;

/// <summary>How a sequential judge's error rates are meant.</summary>
public enum Guarantee
{
    /// <summary>Thresholds from the error budget itself: 1 % false rollbacks over all metrics and looks, 5 % wrong passes a metric.</summary>
    Strict,

    /// <summary>Looser thresholds that see harm sooner; what they amount to is measured, not guaranteed.</summary>
    Calibrated,
}
