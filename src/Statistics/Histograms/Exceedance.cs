namespace CanaryJudge.Statistics;

/// <summary>Turns a relative margin on a latency quantile into margins on shares of requests above bucket edges.</summary>
/// <remarks>
/// Survival between bounds is taken as a power law (ln S linear in ln x): linear interpolation overstates the margin up to five times on coarse bounds and then lets bad
/// tails pass. Below the first bound it is linear in x. O(buckets).
/// </remarks>
public static class Exceedance
{
    private const double SurvivalFloor = 1e-7;
    private const double LeastHarm = 1e-5;

    /// <summary>The edges and margins for one quantile, from the reference (the baseline's history or warm-up), fixed before the canary is looked at.</summary>
    /// <param name="bounds">Upper bounds of the buckets, rising, from 1e-100 to 1e100, at least one; the overflow bucket has none.</param>
    /// <param name="reference">Requests in each bucket of the reference (not cumulative), one more than bounds: finite, 0 or more, at least one request.</param>
    /// <param name="quantile">The quantile, in (0, 1), such as 0.99.</param>
    /// <param name="margin">The relative worsening that is harm, above 0, at most 1000; 0.1 for "10 % slower".</param>
    /// <returns>Edges and margins; <see cref="ExceedanceMargin.IsResolved"/> says whether the buckets can answer the question at all.</returns>
    /// <exception cref="ArgumentException">Bounds do not rise or are out of range, counts do not fit them or are NaN, negative, infinite or all 0, or quantile or margin is out of range.</exception>
    public static ExceedanceMargin For(ReadOnlySpan<double> bounds, ReadOnlySpan<double> reference, double quantile, double margin)
    {
        if (!(quantile > 0 && quantile < 1)) throw new ArgumentException($"The quantile is {quantile:R}: it must lie between 0 and 1.", nameof(quantile));
        if (!(margin > 0 && margin <= 1000)) throw new ArgumentException($"The margin is {margin:R}: it must be above 0 and at most 1000 (0.1 is 10 %).", nameof(margin));
        double total = Check(bounds, reference);
        double tail = 1 - quantile, value = ValueAt(bounds, reference, total, tail), worse = (1 + margin) * value;

        int edge = -1;
        while (edge + 1 < bounds.Length && bounds[edge + 1] <= worse) edge++;
        bool resolved = edge >= 0 && bounds[edge] > value / 2.5;
        double mass = tail - SurvivalAt(bounds, reference, total, worse), shift = edge < 0 ? 0 : ShiftAt(bounds, reference, total, edge, margin);
        double harm = Math.Max(Math.Max(Math.Min(shift, mass), 0.05 * tail), LeastHarm);
        double safety = Math.Max(harm, (harm + shift) / 2);

        int upper = quantile > 0.5 && edge >= 0 && edge + 1 < bounds.Length ? edge + 1 : -1;
        double upperHarm = upper < 0 ? 0 : Math.Max(Math.Max(ShiftAt(bounds, reference, total, upper, margin), 0.3 * mass), 0.05 * tail);
        return new ExceedanceMargin(value, edge, shift, mass, harm, safety, upper, upperHarm, resolved);
    }

    /// <summary>Requests above an edge: what is counted in each window.</summary>
    /// <param name="counts">Requests in each bucket (not cumulative), lowest first: 0 or more, finite.</param>
    /// <param name="edge">Index of the bound, from 0 to the number of counts - 2.</param>
    /// <returns>Requests above the edge and all requests; trials are 0 when there were no requests (the window then says nothing).</returns>
    /// <exception cref="ArgumentException">The edge is out of range, or a count is NaN, infinite or negative.</exception>
    public static (double Above, double Total) Above(ReadOnlySpan<double> counts, int edge)
    {
        if (edge < 0 || edge > counts.Length - 2) throw new ArgumentException($"The edge {edge} is not a bound of {counts.Length} buckets.", nameof(edge));
        double above = 0, below = 0;
        for (int j = 0; j < counts.Length; j++)
        {
            if (!(counts[j] >= 0 && counts[j] <= double.MaxValue)) throw new ArgumentException($"Bucket {j} holds {counts[j]:R}: counts must be finite and at least 0.", nameof(counts));
            if (j > edge) above += counts[j];
            else below += counts[j];
        }

        return (above, above + below);
    }

    private static double ShiftAt(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts, double total, int edge, double margin) =>
        SurvivalAt(bounds, counts, total, bounds[edge] / (1 + margin)) - SurvivalAt(bounds, counts, total, bounds[edge]);

    /// <summary>The reference share above x; constant beyond the last bound.</summary>
    private static double SurvivalAt(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts, double total, double x)
    {
        double below = 0, previous = 1;
        for (int j = 0; j < bounds.Length; j++)
        {
            below += counts[j];
            double survival = Math.Max(SurvivalFloor, 1 - below / total);
            if (x <= bounds[j])
            {
                if (j == 0) return 1 - (1 - survival) * (x / bounds[0]);
                double part = Math.Log(x / bounds[j - 1]) / Math.Log(bounds[j] / bounds[j - 1]);
                return Math.Exp(Math.Log(previous) + part * (Math.Log(survival) - Math.Log(previous)));
            }

            previous = survival;
        }

        return previous;
    }

    /// <summary>The smallest x with that share above it; the last bound when the overflow bucket holds more.</summary>
    private static double ValueAt(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts, double total, double tail)
    {
        double below = 0, previous = 1;
        for (int j = 0; j < bounds.Length; j++)
        {
            below += counts[j];
            double survival = Math.Max(SurvivalFloor, 1 - below / total);
            if (survival <= tail)
            {
                if (j == 0) return bounds[0] * ((1 - tail) / (1 - survival));
                double part = (Math.Log(tail) - Math.Log(previous)) / (Math.Log(survival) - Math.Log(previous));
                return Math.Exp(Math.Log(bounds[j - 1]) + part * Math.Log(bounds[j] / bounds[j - 1]));
            }

            previous = survival;
        }

        return bounds[^1];
    }

    private static double Check(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts)
    {
        if (bounds.IsEmpty || counts.Length != bounds.Length + 1) throw new ArgumentException($"There are {bounds.Length} bounds and {counts.Length} counts: at least one bound and one count more than bounds are needed.", nameof(counts));
        double last = 0, total = 0;
        foreach (double bound in bounds)
        {
            if (!(bound > last && bound >= 1e-100 && bound <= 1e100)) throw new ArgumentException($"A bound is {bound:R} after {last:R}: bounds must rise, from 1e-100 to 1e100.", nameof(bounds));
            last = bound;
        }

        foreach (double count in counts)
        {
            if (!(count >= 0 && count <= RatioCounts.MaxCount)) throw new ArgumentException($"A reference count is {count:R}: counts must be from 0 to 2^53.", nameof(counts));
            total += count;
        }

        return total >= 1e-100 ? total : throw new ArgumentException("The reference holds no requests: no quantile can be taken from it.", nameof(counts));
    }
}
