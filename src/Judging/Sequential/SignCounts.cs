using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Windows in which one side alone is not zero.</summary>
/// <param name="Canary">Windows in which only the canary is not zero.</param>
/// <param name="Baseline">Windows in which only the baseline is not zero.</param>
/// <param name="Tau">Autocorrelation time, at least 1: windows that count as one.</param>
internal readonly record struct SignCounts(int Canary, int Baseline, double Tau)
{
    /// <summary>One-sided p-value of the sign test: how likely the canary has so many of them when both sides are alike. 1 without any.</summary>
    /// <remarks>Exact for independent windows, whatever share of them is zero (McNemar 1947, Psychometrika 12, 153-157); memory divides both counts.</remarks>
    public double P()
    {
        double all = Math.Floor((Canary + Baseline) / Tau);
        return all > 0 ? ConditionalBinomial.ShareP(Math.Min(all, Math.Floor(Canary / Tau)), all, 0.5, Alternative.Greater) : 1;
    }
}
