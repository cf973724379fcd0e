namespace CanaryJudge.Statistics;

/// <summary>
/// Many metrics, one rollback: each metric gets its share of the error budget, and the rollout is rolled back when one metric's evidence exceeds its threshold. Valid at every
/// look and under any dependence between metrics.
/// </summary>
/// <remarks>Union bound over Ville's inequality. Bonferroni (1936); Genovese, Roeder and Wasserman (2006), Biometrika 93, 509-524 for weights.</remarks>
public static class WeightedBonferroni
{
    /// <summary>The threshold of one metric for ln E.</summary>
    /// <param name="alpha">The chance of a false rollback for the whole rollout, in (0, 1).</param>
    /// <param name="weight">The metric's share of it, in (0, 1]; shares add up to at most 1. 1/M for M equal metrics.</param>
    /// <returns>-ln(alpha · weight).</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnThreshold(double alpha, double weight)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentException($"Alpha is {alpha:R}: it must lie between 0 and 1.", nameof(alpha));
        if (!(weight > 0 && weight <= 1)) throw new ArgumentException($"The weight is {weight:R}: it must be above 0 and at most 1.", nameof(weight));
        return -(Math.Log(alpha) + Math.Log(weight));
    }

    /// <summary>Marks the metrics whose evidence reaches their threshold.</summary>
    /// <param name="lnEvidence">ln E a metric; infinities allowed, NaN not.</param>
    /// <param name="weights">Each metric's share of the error budget, above 0, adding up to at most 1 (to rounding).</param>
    /// <param name="alpha">The chance of a false rollback for the whole rollout, in (0, 1).</param>
    /// <param name="rejected">One flag a metric, overwritten.</param>
    /// <returns>How many were marked; 0 for no metrics.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a number is NaN or out of range, or the weights exceed 1 in sum.</exception>
    public static int Reject(ReadOnlySpan<double> lnEvidence, ReadOnlySpan<double> weights, double alpha, Span<bool> rejected)
    {
        CheckWeights(lnEvidence, weights);
        if (rejected.Length != lnEvidence.Length) throw new ArgumentException($"There are {lnEvidence.Length} metrics and {rejected.Length} flags: one flag a metric is needed.", nameof(rejected));
        int count = 0;
        for (int i = 0; i < lnEvidence.Length; i++)
        {
            rejected[i] = lnEvidence[i] >= LnThreshold(alpha, weights[i]);
            if (rejected[i]) count++;
        }

        return count;
    }

    /// <summary>ln of the weighted mean of e-values, itself evidence against "no metric is harmed" under any dependence: it sees many small harms that no single metric shows.</summary>
    /// <param name="lnEvidence">ln E a metric; infinities allowed, NaN not.</param>
    /// <param name="weights">Weights above 0, adding up to at most 1 (to rounding).</param>
    /// <returns>The logarithm; -infinity for no metrics.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a number is NaN or out of range, or the weights exceed 1 in sum.</exception>
    public static double LnMean(ReadOnlySpan<double> lnEvidence, ReadOnlySpan<double> weights)
    {
        CheckWeights(lnEvidence, weights);
        double sum = double.NegativeInfinity;
        for (int i = 0; i < lnEvidence.Length; i++) sum = Elementary.LogAddExp(sum, lnEvidence[i] + Math.Log(weights[i]));
        return sum;
    }

    /// <summary>ln of the mean of two e-values, itself evidence whatever their dependence.</summary>
    /// <param name="lnFirst">ln E; infinities allowed.</param>
    /// <param name="lnSecond">Another.</param>
    /// <returns>The logarithm; NaN when one is NaN.</returns>
    public static double LnMean(double lnFirst, double lnSecond)
    {
        double top = Math.Max(lnFirst, lnSecond);
        return double.IsInfinity(top) ? top : top + Math.Log(Math.Exp(lnFirst - top) + Math.Exp(lnSecond - top)) - Math.Log(2);
    }

    private static void CheckWeights(ReadOnlySpan<double> lnEvidence, ReadOnlySpan<double> weights)
    {
        if (lnEvidence.Length != weights.Length) throw new ArgumentException($"There are {lnEvidence.Length} metrics and {weights.Length} weights: one weight a metric is needed.", nameof(weights));
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (double.IsNaN(lnEvidence[i])) throw new ArgumentException($"The evidence of metric {i} is NaN.", nameof(lnEvidence));
            if (!(weights[i] > 0 && weights[i] <= 1)) throw new ArgumentException($"The weight of metric {i} is {weights[i]:R}: it must be above 0 and at most 1.", nameof(weights));
            sum += weights[i];
        }

        if (sum > 1 + 1e-12) throw new ArgumentException($"The weights add up to {sum:R}: the error budget is 1.", nameof(weights));
    }
}
