namespace CanaryJudge.Judging.Policies;

/// <summary>How a sequential judge's error rates are meant.</summary>
public enum Guarantee
{
    /// <summary>Thresholds from the error budget itself: 1 % false rollbacks over all metrics and looks, 5 % wrong passes a metric.</summary>
    Strict,

    /// <summary>Thresholds from measured error rates, about 0.3 % false rollbacks: more careful with counts than strict, sooner with series. Not guaranteed.</summary>
    Calibrated,
}
