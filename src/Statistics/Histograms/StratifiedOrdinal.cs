using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>
/// Mann-Whitney on bucket counts within each window, added over windows (van Elteren's test): load that changes both sides together does not count as a difference.
/// A value: add windows one by one, keep it, go on later; its bits are its state.
/// </summary>
/// <remarks>
/// O(buckets) a window. Each window counts with weight 1/(N + 1), the locally best choice for a shift. Van Elteren (1960), Bull. Inst. Internat. Statist. 37, 351-361.
/// The clustered statistic is the ratio estimator of the mean A12 with its between-window variance (Cochran 1977, Sampling Techniques, 6.4).
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct StratifiedOrdinal
{
    /// <summary>Windows with requests on both sides.</summary>
    public int Windows { get; init; }

    /// <summary>Sum over windows of (U - mean) / (N + 1).</summary>
    public double Excess { get; init; }

    /// <summary>Sum over windows of var U / (N + 1)².</summary>
    public double Variance { get; init; }

    /// <summary>Sum over windows of the weight canary·baseline/(N + 1).</summary>
    public double Weight { get; init; }

    /// <summary>Sum over windows of the squared weight.</summary>
    public double SquaredWeight { get; init; }

    /// <summary>Sum over windows of weight times excess.</summary>
    public double CrossTerm { get; init; }

    /// <summary>Sum over windows of squared excess.</summary>
    public double SquaredExcess { get; init; }

    /// <summary>These windows and one more.</summary>
    /// <param name="canary">Requests in each bucket (not cumulative), lowest first: finite, 0 or more, at most 2^53 in all. No requests (below 1e-100): the window is skipped.</param>
    /// <param name="baseline">The same buckets of the baseline.</param>
    /// <returns>The new sums; this value is not changed.</returns>
    /// <exception cref="ArgumentException">The sides have different numbers of buckets or none, or a count is NaN, infinite, negative or too large.</exception>
    public StratifiedOrdinal With(ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline)
    {
        OrdinalMannWhitney.Stratum stratum = OrdinalMannWhitney.Stratum.Of(canary, baseline);
        if (stratum.CanaryTotal < OrdinalMannWhitney.Stratum.Least || stratum.BaselineTotal < OrdinalMannWhitney.Stratum.Least) return this;
        double scale = stratum.CanaryTotal + stratum.BaselineTotal + 1, excess = stratum.Excess / scale, weight = stratum.CanaryTotal / scale * stratum.BaselineTotal;
        return this with
        {
            Windows = Windows + 1,
            Excess = Excess + excess,
            Variance = Variance + stratum.Variance / scale / scale,
            Weight = Weight + weight,
            SquaredWeight = SquaredWeight + weight * weight,
            CrossTerm = CrossTerm + weight * excess,
            SquaredExcess = SquaredExcess + excess * excess,
        };
    }

    /// <summary>The comparison over the windows so far.</summary>
    /// <param name="alternative">Greater: canary requests fall in higher buckets.</param>
    /// <returns>Both statistics; their doc says which to trust.</returns>
    public StratifiedComparison Compare(Alternative alternative)
    {
        double z = Variance > 0 ? Excess / Math.Sqrt(Variance) : 0, shift = Weight > 0 ? Excess / Weight : double.NaN;
        double residual = Math.Max(0, SquaredExcess - 2 * shift * CrossTerm + shift * shift * SquaredWeight);
        double error = Windows > 1 ? Math.Sqrt(residual * Windows / (Windows - 1)) : 0;
        // A residual below the rounding of its parts is no spread: windows that all agree give no standard error.
        bool spread = residual > 1e-12 * SquaredExcess;
        double t = spread && error > 0 ? Excess / error : 0;
        double clusteredP = StudentScore.P(t, Math.Max(1, Windows - 1), alternative);
        return new StratifiedComparison(Windows, 0.5 + shift, z, NormalScore.P(z, alternative), t, clusteredP);
    }
}
