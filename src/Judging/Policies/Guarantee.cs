namespace CanaryJudge.Judging.Policies;

/// <summary>How a sequential judge's error rates are meant.</summary>
public enum Guarantee
{
    /// <summary>Thresholds from the error budget itself: 0.7 % false rollbacks over all metrics and looks, 5 % wrong passes a metric.</summary>
    Strict,

    /// <summary>Thresholds from measured error rates, about 0.3 % false rollbacks: a series with a history needs a third of the evidence of harm. Not guaranteed.</summary>
    Calibrated,
}
