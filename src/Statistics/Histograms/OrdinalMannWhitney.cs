namespace CanaryJudge.Statistics;

/// <summary>Mann-Whitney on bucket counts: which side's requests fall in higher buckets. Needs no bounds, only their order.</summary>
/// <remarks>
/// O(buckets), no allocation. Requests in the same window are clustered, so with many requests P is far too small: use <see cref="StratifiedOrdinal"/> with its spread
/// over windows for a decision. Mann and Whitney (1947); tie correction as Lehmann (1975), Nonparametrics, 20-21.
/// </remarks>
public static class OrdinalMannWhitney
{
    /// <summary>Compares the two sides of one window, or of pooled windows.</summary>
    /// <param name="canary">Requests in each bucket (not cumulative), lowest bucket first: finite, 0 or more, at most 2^53 in all.</param>
    /// <param name="baseline">The same buckets of the baseline.</param>
    /// <param name="alternative">Greater: canary requests fall in higher buckets.</param>
    /// <returns>U, A12, z and p. All requests in one bucket: A12 = 0.5, z = 0, p = 1 (two-sided) or 0.5.</returns>
    /// <exception cref="ArgumentException">The sides have different numbers of buckets, none, or a side without requests (below 1e-100 in all); a count is NaN, infinite, negative, or they exceed 2^53.</exception>
    public static OrdinalComparison Test(ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline, Alternative alternative)
    {
        Stratum stratum = Stratum.Of(canary, baseline);
        if (stratum.CanaryTotal < Stratum.Least) throw new ArgumentException("The canary has no requests: there is nothing to compare.", nameof(canary));
        if (stratum.BaselineTotal < Stratum.Least) throw new ArgumentException("The baseline has no requests: there is nothing to compare.", nameof(baseline));
        double pairs = stratum.CanaryTotal * stratum.BaselineTotal, u = stratum.Excess + pairs / 2;
        double z = stratum.Variance > 0 ? stratum.Excess / Math.Sqrt(stratum.Variance) : 0;
        return new OrdinalComparison(u, u / pairs, z, NormalScore.P(z, alternative));
    }

    /// <summary>The sums of one window: U minus its mean, and U's tie-corrected variance.</summary>
    internal readonly record struct Stratum(double CanaryTotal, double BaselineTotal, double Excess, double Variance)
    {
        /// <summary>Fewer requests than this are none: their products would vanish.</summary>
        public const double Least = 1e-100;

        public static Stratum Of(ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline)
        {
            if (canary.Length != baseline.Length || canary.IsEmpty) throw new ArgumentException($"The canary has {canary.Length} buckets and the baseline {baseline.Length}: both need the same buckets, at least one.", nameof(canary));
            double c = Total(canary, nameof(canary)), b = Total(baseline, nameof(baseline));
            double excess = 0, below = 0, seen = 0, spread = 0;
            for (int j = 0; j < canary.Length; j++)
            {
                double tied = canary[j] + baseline[j];
                // N³ - sum t³ grows by 3 S t (S + t): nothing cancels when nearly all requests share one bucket.
                spread += 3 * seen * tied * (seen + tied);
                seen += tied;
                double above = b - below - baseline[j];
                excess += canary[j] * (below - above);
                below += baseline[j];
            }

            double all = c + b;
            return new Stratum(c, b, excess / 2, all > 1 ? c * b / 12 * (spread / all / (all - 1)) : 0);
        }

        private static double Total(ReadOnlySpan<double> counts, string name)
        {
            double total = 0;
            for (int j = 0; j < counts.Length; j++)
            {
                if (!(counts[j] >= 0 && counts[j] <= RatioCounts.MaxCount)) throw new ArgumentException($"Bucket {j} of the {name} holds {counts[j]:R}: counts must be from 0 to 2^53.", name);
                total += counts[j];
            }

            return total <= RatioCounts.MaxCount ? total : throw new ArgumentException($"The {name} holds {total:R} requests: at most 2^53 are counted exactly.", name);
        }
    }
}
