namespace CanaryJudge.Statistics;

/// <summary>Quantiles of native histograms, digit for digit as Prometheus answers <c>histogram_quantile</c>.</summary>
/// <remarks>
/// With exponential bounds of factor 2^(2^-schema) a value is off by at most that factor. Behaviour: promql/quantile.go of Prometheus 3. The first releases with native
/// histograms always counted from below, which moves the last digits of quantiles from 0.5 on.
/// </remarks>
public static class NativeHistogram
{
    /// <summary>The quantile of one histogram.</summary>
    /// <param name="quantile">Quantile, in [0, 1]; below gives -infinity, above +infinity, NaN gives NaN (Prometheus's rules).</param>
    /// <param name="count">All observations, finite, 0 or more; more than the buckets hold when NaN was observed.</param>
    /// <param name="sum">Sum of the observations; NaN says that NaN was observed, and only then ranks are counted from below for every quantile.</param>
    /// <param name="lower">Lower bound of each bucket, rising; empty buckets may be left out.</param>
    /// <param name="upper">Upper bound of each bucket, at least the lower one.</param>
    /// <param name="counts">Observations in each bucket (not cumulative), fractions allowed: finite, 0 or more.</param>
    /// <param name="interpolation">The histogram's kind and the server's habit.</param>
    /// <returns>The quantile in the buckets' unit; NaN without observations.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are observations but no bucket, bounds are NaN or out of order, a count is NaN, infinite or negative.</exception>
    public static double Quantile(
        double quantile, double count, double sum, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<double> counts, NativeInterpolation interpolation)
    {
        Check(count, lower, upper, counts, interpolation);
        if (quantile < 0) return double.NegativeInfinity;
        if (quantile > 1) return double.PositiveInfinity;
        if (double.IsNaN(quantile) || count == 0) return double.NaN;
        if (counts.IsEmpty) throw new ArgumentException($"There are {count:R} observations but no bucket.", nameof(counts));

        bool fromBelow = double.IsNaN(sum) || quantile < 0.5;
        double rank = fromBelow ? quantile * count : (1 - quantile) * count, reached = 0;
        int at = fromBelow ? 0 : counts.Length - 1, last = counts.Length - 1 - at, step = fromBelow ? 1 : -1;
        for (; ; at += step)
        {
            if (counts[at] != 0)
            {
                reached += counts[at];
                if (reached >= rank) break;
            }

            if (at == last) break;
        }

        double from = lower[at], to = upper[at];
        if (interpolation == NativeInterpolation.CustomBounds)
        {
            if (double.IsNegativeInfinity(from))
            {
                if (to <= 0) return to;
                from = 0;
            }
            else if (double.IsPositiveInfinity(to))
            {
                return from;
            }
        }
        else if (from < 0 && to > 0)
        {
            // The zero bucket of a one-sided histogram ends at 0: the outermost buckets tell.
            bool negative = upper[0] <= 0 && lower[0] < 0, positive = lower[^1] >= 0 && upper[^1] > 0;
            if (positive && !negative) from = 0;
            else if (negative && !positive) to = 0;
        }

        reached = Math.Min(reached, count);
        if (reached < rank) return to;
        double part = (fromBelow ? rank - (reached - counts[at]) : reached - rank) / counts[at];
        if (interpolation != NativeInterpolation.Exponential || (from <= 0 && to >= 0)) return from + (to - from) * part;
        double lowLog = PortableBinary.Log2(Math.Abs(from)), highLog = PortableBinary.Log2(Math.Abs(to));
        return from > 0 ? PortableBinary.Exp2(lowLog + (highLog - lowLog) * part) : -PortableBinary.Exp2(highLog + (lowLog - highLog) * (1 - part));
    }

    private static void Check(double count, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<double> counts, NativeInterpolation interpolation)
    {
        if (interpolation is not (NativeInterpolation.Exponential or NativeInterpolation.Linear or NativeInterpolation.CustomBounds)) throw new ArgumentException($"The interpolation {interpolation} is not known: use Exponential, Linear or CustomBounds.", nameof(interpolation));
        if (!(count >= 0 && count <= double.MaxValue)) throw new ArgumentException($"The count is {count:R}: it must be finite and at least 0.", nameof(count));
        if (lower.Length != counts.Length || upper.Length != counts.Length) throw new ArgumentException($"There are {lower.Length} lower bounds, {upper.Length} upper bounds and {counts.Length} counts: as many of each are needed.", nameof(counts));
        for (int i = 0; i < counts.Length; i++)
        {
            if (!(lower[i] <= upper[i]) || (i > 0 && !(lower[i] >= upper[i - 1]))) throw new ArgumentException($"Bucket {i} goes from {lower[i]:R} to {upper[i]:R}: buckets must rise and not overlap.", nameof(lower));
            if (interpolation != NativeInterpolation.CustomBounds && double.IsInfinity(lower[i])) throw new ArgumentException($"Bucket {i} starts at {lower[i]:R}: only custom bounds are open.", nameof(lower));
            if (!(counts[i] >= 0 && counts[i] <= double.MaxValue)) throw new ArgumentException($"Count {i} is {counts[i]:R}: counts must be finite and at least 0.", nameof(counts));
        }
    }
}
