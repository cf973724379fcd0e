namespace CanaryJudge.Statistics;

/// <summary>Quantiles of classic histograms (buckets with an upper bound <c>le</c>), digit for digit as Prometheus 3 answers <c>histogram_quantile</c>.</summary>
/// <remarks>
/// Linear inside the bucket; from 0 in the first one when its bound is positive; the overflow bucket answers with the highest finite bound. So a value is only as
/// fine as the bounds: compare both sides over the same bounds, and trust the difference more than the level. Behaviour: promql/quantile.go of Prometheus 3.
/// </remarks>
public static class ClassicHistogram
{
    private const double Tolerance = 1e-12;
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>The quantile from cumulative counts, the form in which Prometheus stores them.</summary>
    /// <param name="quantile">Quantile, in [0, 1]; below gives -infinity, above +infinity, NaN gives NaN (Prometheus's rules).</param>
    /// <param name="upperBounds">Upper bounds, not falling, the last one +infinity (else NaN comes back, as in Prometheus); equal bounds are added up.</param>
    /// <param name="cumulativeCounts">Observations at or below each bound, one a bound, fractions allowed (rates): 0 or more, finite. Small decreases are repaired and reported.</param>
    /// <returns>The estimate; NaN when there are fewer than two buckets or no observations.</returns>
    /// <exception cref="ArgumentException">Lengths differ or are 0, a bound is NaN or below the one before, a count is NaN, infinite or negative.</exception>
    public static QuantileEstimate QuantileOfCumulative(double quantile, ReadOnlySpan<double> upperBounds, ReadOnlySpan<double> cumulativeCounts)
    {
        if (upperBounds.IsEmpty || upperBounds.Length != cumulativeCounts.Length) throw new ArgumentException($"There are {upperBounds.Length} bounds and {cumulativeCounts.Length} counts: as many of each are needed, and at least one.", nameof(cumulativeCounts));
        Check(upperBounds, cumulativeCounts);
        if (!double.IsPositiveInfinity(upperBounds[^1])) return new(OutsideOr(quantile, double.NaN), false, false);
        return Find(quantile, new Buckets(upperBounds, cumulativeCounts, cumulative: true));
    }

    /// <summary>The quantile from the counts of single buckets.</summary>
    /// <param name="quantile">Quantile, in [0, 1]; below gives -infinity, above +infinity, NaN gives NaN.</param>
    /// <param name="bounds">Finite upper bounds, not falling; the overflow bucket has none.</param>
    /// <param name="counts">Observations in each bucket (not cumulative), one more than bounds: 0 or more, finite.</param>
    /// <returns>The estimate; NaN when there are no bounds or no observations.</returns>
    /// <exception cref="ArgumentException">Counts are not one more than bounds, a bound is NaN, infinite or below the one before, a count is NaN, infinite or negative.</exception>
    public static QuantileEstimate Quantile(double quantile, ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts)
    {
        if (counts.Length != bounds.Length + 1) throw new ArgumentException($"There are {bounds.Length} bounds and {counts.Length} counts: one count more than bounds is needed.", nameof(counts));
        Check(bounds, counts);
        if (!bounds.IsEmpty && !(double.IsFinite(bounds[0]) && double.IsFinite(bounds[^1]))) throw new ArgumentException("A bound is infinite: the overflow bucket has no bound here.", nameof(bounds));
        return Find(quantile, new Buckets(bounds, counts, cumulative: false));
    }

    private static double OutsideOr(double quantile, double inside) =>
        double.IsNaN(quantile) ? double.NaN : quantile < 0 ? double.NegativeInfinity : quantile > 1 ? double.PositiveInfinity : inside;

    private static QuantileEstimate Find(double quantile, Buckets buckets)
    {
        if (!(quantile >= 0 && quantile <= 1)) return new(OutsideOr(quantile, 0), false, false);
        double lastFinite = double.NaN;
        bool forced = false, repaired = false;
        Buckets all = buckets;
        double total = 0;
        for (bool more = all.Next(ref forced, ref repaired); more; more = all.Next(ref forced, ref repaired))
        {
            total = all.Count;
            if (!double.IsPositiveInfinity(all.Bound)) lastFinite = all.Bound;
        }

        if (double.IsNaN(lastFinite) || total == 0) return new(double.NaN, false, false);
        double rank = quantile * total, below = 0, start = 0;
        for (bool first = true; buckets.Next(ref forced, ref repaired); first = false)
        {
            if (double.IsPositiveInfinity(buckets.Bound)) break;
            if (buckets.Count >= rank)
            {
                if (first && buckets.Bound <= 0) return new(buckets.Bound, forced, repaired);
                double value = start + (buckets.Bound - start) * ((rank - below) / (buckets.Count - below));
                return new(value, forced, repaired);
            }

            (start, below) = (buckets.Bound, buckets.Count);
        }

        return new(lastFinite, forced, repaired);
    }

    private static void Check(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts)
    {
        for (int i = 0; i < bounds.Length; i++)
        {
            if (double.IsNaN(bounds[i]) || (i > 0 && bounds[i] < bounds[i - 1])) throw new ArgumentException($"Bound {i} is {bounds[i]:R}: bounds must be numbers that do not fall.", nameof(bounds));
        }

        for (int i = 0; i < counts.Length; i++)
        {
            if (!(counts[i] >= 0 && counts[i] <= double.MaxValue)) throw new ArgumentException($"Count {i} is {counts[i]:R}: counts must be finite and at least 0.", nameof(counts));
        }
    }

    /// <summary>Walks the buckets upwards with equal bounds added up and the cumulative count repaired, so that no copy is needed.</summary>
    private ref struct Buckets(ReadOnlySpan<double> bounds, ReadOnlySpan<double> counts, bool cumulative)
    {
        private readonly ReadOnlySpan<double> _bounds = bounds;
        private readonly ReadOnlySpan<double> _counts = counts;
        private int _next;
        private double _running;

        public double Bound { get; private set; }

        public double Count { get; private set; }

        public bool Next(ref bool forced, ref bool repaired)
        {
            if (_next == _counts.Length) return false;
            bool first = _next == 0;
            Bound = BoundAt(_next);
            double sum = 0;
            for (; _next < _counts.Length && BoundAt(_next) == Bound; _next++) sum += _counts[_next];
            double current = cumulative ? sum : _running += sum;
            if (first)
            {
                Count = current;
            }
            else if (current != Count)
            {
                if (AlmostEqual(Count, current)) repaired = true;
                else if (current < Count) forced = true;
                else Count = current;
            }

            return true;
        }

        private readonly double BoundAt(int index) => index < _bounds.Length ? _bounds[index] : double.PositiveInfinity;

        /// <summary>A difference below the tolerance relative to the sum; near 0, below the tolerance of the smallest normal number.</summary>
        private static bool AlmostEqual(double a, double b)
        {
            double sum = a + b, difference = Math.Abs(a - b);
            return a == 0 || b == 0 || sum < SmallestNormal ? difference < Tolerance * SmallestNormal : difference / Math.Min(sum, double.MaxValue) < Tolerance;
        }
    }
}
