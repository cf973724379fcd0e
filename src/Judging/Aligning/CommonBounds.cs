using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The bucket bounds that all histograms of a metric share: of both sides, the history, every series and every moment.</summary>
/// <remarks>A bound is common when no bucket of any of them straddles it. So classic bounds are intersected, and a native histogram falls back to its coarsest schema.</remarks>
internal static class CommonBounds
{
    // Bounds that differ by less than this share of their size are the same number, printed or computed differently.
    private const double SameShare = 1e-9;

    /// <summary>True when a is above b by more than rounding.</summary>
    public static bool IsAbove(double a, double b) => a > b && (double.IsInfinity(a) || double.IsInfinity(b) || a - b > SameShare * Math.Max(Math.Abs(a), Math.Abs(b)));

    /// <summary>True when both are the same number, but for rounding.</summary>
    public static bool IsSame(double a, double b) => !IsAbove(a, b) && !IsAbove(b, a);

    /// <summary>A row of counts on fewer bounds: a bucket whose bound is not among them belongs to the next one above it.</summary>
    /// <param name="row">One count a bound, and the overflow.</param>
    /// <param name="from">Its bounds.</param>
    /// <param name="to">Some of them, rising.</param>
    /// <param name="coarser">Written to: one count a bound left, and the overflow.</param>
    public static void Coarsen(ReadOnlySpan<double> row, double[] from, double[] to, Span<double> coarser)
    {
        coarser.Clear();
        for (int bucket = 0, target = 0; bucket < row.Length; bucket++)
        {
            while (target < to.Length && (bucket == from.Length || IsAbove(from[bucket], to[target]))) target++;
            coarser[target] += row[bucket];
        }
    }

    /// <summary>The common bounds, rising and finite; bounds that had to be given up are reported.</summary>
    public static double[] Of(IReadOnlyList<BucketGroup> groups, FaultLog faults)
    {
        (Side Side, double Lower, double Upper)[] buckets =
            [.. groups.SelectMany(g => g.Table.Bounds.SelectMany(b => b.Lower.Zip(b.Upper, (lower, upper) => (g.Side, lower, upper)))).Distinct()];
        List<double> edges = [];
        foreach (double edge in buckets.SelectMany(b => new[] { b.Lower, b.Upper }).Where(double.IsFinite).Distinct().Order())
        {
            if (edges.Count == 0 || IsAbove(edge, edges[^1])) edges.Add(edge);
        }

        List<double> common = [];
        Dictionary<Side, int> givenUp = [];
        foreach (double edge in edges)
        {
            int straddling = Array.FindIndex(buckets, b => IsAbove(edge, b.Lower) && IsAbove(b.Upper, edge));
            if (straddling < 0) common.Add(edge);
            else givenUp[buckets[straddling].Side] = givenUp.GetValueOrDefault(buckets[straddling].Side) + 1;
        }

        foreach ((Side side, int count) in givenUp)
        {
            faults.Add(FaultKind.BucketMismatch, side, null, "bounds", common.Count == 0
                ? $"No bucket bound is common to all series: {Counted.Of(count, "bound", "lies", "lie")} inside buckets of the {side.ToString().ToLowerInvariant()}; nothing can be compared."
                : $"{Counted.Of(count, "bucket bound", "lies", "lie")} inside wider buckets of the {side.ToString().ToLowerInvariant()}; judged on the {Counted.Of(common.Count, "bound")} that all series share.");
        }

        return [.. common];
    }
}
