namespace CanaryJudge.Statistics;

/// <summary>
/// The list of suspect metrics: at most a share alpha of it is false on average, under any dependence. For showing to people; a rollback needs
/// <see cref="WeightedBonferroni"/>. Not valid on the running maximum of evidence.
/// </summary>
/// <remarks>Wang and Ramdas (2022), J. R. Statist. Soc. B 84, 822-852.</remarks>
public static class EBenjaminiHochberg
{
    /// <summary>Doubles of scratch that <see cref="Reject"/> needs.</summary>
    /// <param name="metrics">Number of metrics.</param>
    /// <returns>As many doubles as metrics.</returns>
    public static int ScratchLength(int metrics) => metrics;

    /// <summary>Marks the metrics on the list: the k with the largest evidence, k the largest with the k-th e-value at least M/(k alpha).</summary>
    /// <param name="lnEvidence">ln E a metric at this look; infinities allowed, NaN not.</param>
    /// <param name="alpha">The false discovery rate, in (0, 1).</param>
    /// <param name="rejected">One flag a metric, overwritten.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the evidence; overwritten.</param>
    /// <returns>How many were marked; metrics with equal evidence are marked together.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a number is NaN or out of range, or the scratch is too short or overlaps.</exception>
    public static int Reject(ReadOnlySpan<double> lnEvidence, double alpha, Span<bool> rejected, Span<double> scratch)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentException($"Alpha is {alpha:R}: it must lie between 0 and 1.", nameof(alpha));
        if (rejected.Length != lnEvidence.Length) throw new ArgumentException($"There are {lnEvidence.Length} metrics and {rejected.Length} flags: one flag a metric is needed.", nameof(rejected));
        Span<double> sorted = Scratch.Take(scratch, ScratchLength(lnEvidence.Length), lnEvidence);
        foreach (double value in lnEvidence)
        {
            if (double.IsNaN(value)) throw new ArgumentException("The evidence of a metric is NaN.", nameof(lnEvidence));
        }

        lnEvidence.CopyTo(sorted);
        sorted.Sort();
        int metrics = sorted.Length, k = metrics;
        double lnBudget = Math.Log(metrics) - Math.Log(alpha);
        while (k > 0 && !(sorted[metrics - k] >= lnBudget - Math.Log(k))) k--;
        double threshold = k > 0 ? sorted[metrics - k] : double.NaN;
        int count = 0;
        for (int i = 0; i < metrics; i++)
        {
            rejected[i] = lnEvidence[i] >= threshold;
            if (rejected[i]) count++;
        }

        return count;
    }
}
