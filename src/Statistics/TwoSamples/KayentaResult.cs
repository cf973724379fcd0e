namespace CanaryJudge.Statistics;

/// <summary>What Kayenta's classifier says of one metric.</summary>
/// <param name="Class">The label.</param>
/// <param name="Shift">Hodges-Lehmann shift, canary minus baseline, in the metric's unit; 0 when nothing was compared or both sides are identical.</param>
/// <param name="Lower">Lower end of the interval, one of the pairwise differences; 0 as above.</param>
/// <param name="Upper">Upper end of the interval; 0 as above.</param>
/// <param name="Deviation">Mean of the canary over mean of the baseline; 1 when the baseline's mean is zero, which is Kayenta's rule and blinds any threshold above 1.</param>
/// <param name="PassesCritical">True when the label is High or Low and the deviation passes the critical threshold too: a metric marked critical then fails the canary.</param>
/// <param name="ZeroBaseline">True when the baseline's mean is zero, so that the deviation says nothing.</param>
public readonly record struct KayentaResult(KayentaClass Class, double Shift, double Lower, double Upper, double Deviation, bool PassesCritical, bool ZeroBaseline);
