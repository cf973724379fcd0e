using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A quantile's margin as a margin on the share of observations beyond a bucket's bound: exact counts instead of interpolated quantiles.</summary>
/// <param name="Edge">Index of the bound; the stream counts observations beyond it.</param>
/// <param name="Harm">Smallest extra share that matters, for evidence of harm.</param>
/// <param name="Safe">The same for evidence of safety.</param>
/// <param name="SecondEdge">Index of the next bound up, whose stream joins the harm side; -1 when there is none.</param>
/// <param name="SecondHarm">Its extra share that matters.</param>
/// <remarks>
/// The extra share is the smaller of what a shift of everything and what a lump in the tail would add. Safety asks for the mean of that and the shift:
/// proof against the smallest lump would cost weeks of traffic. A second bound higher up sees a lump that lands far out much sooner.
/// </remarks>
internal readonly record struct TailMargins(int Edge, double Harm, double Safe, int SecondEdge, double SecondHarm)
{
    // A bound further below the quantile than this factor says nothing about it.
    private const double Reach = 2.5;
    private const double LeastOfTail = 0.05;
    private const double LeastShare = 1e-5;
    private const double SecondLump = 0.3;

    /// <summary>Finds the bound and the margins for a quantile that must not rise.</summary>
    /// <param name="bounds">Upper bounds of the buckets, rising.</param>
    /// <param name="reference">The reference's distribution.</param>
    /// <param name="q">The quantile, inside (0, 1).</param>
    /// <param name="rule">The margin on the quantile.</param>
    /// <param name="splitSafe">True when the safety side uses the mean of the two tail models.</param>
    /// <returns>The margins, or null when no bound resolves the quantile and its margin.</returns>
    public static TailMargins? Rising(double[] bounds, SurvivalCurve reference, double q, Margin rule, bool splitSafe)
    {
        if (Size(reference, q, rule) is not (double quantile, double margin)) return null;
        double limit = (1 + margin) * quantile;
        int edge = Array.FindLastIndex(bounds, bound => bound <= limit);
        if (edge < 0 || bounds[edge] <= quantile / Reach) return null;
        double shift = reference.Above(bounds[edge] / (1 + margin)) - reference.Above(bounds[edge]);
        double lump = 1 - q - reference.Above(limit);
        double least = LeastOfTail * (1 - q);
        double harm = Math.Max(Math.Max(Math.Min(shift, lump), least), LeastShare);
        double safe = splitSafe ? (harm + Math.Max(shift, harm)) / 2 : harm;
        if (q <= 0.5 || edge + 1 >= bounds.Length) return new TailMargins(edge, harm, safe, -1, 0);
        double second = reference.Above(bounds[edge + 1] / (1 + margin)) - reference.Above(bounds[edge + 1]);
        return new TailMargins(edge, harm, safe, edge + 1, Math.Max(Math.Max(second, SecondLump * lump), least));
    }

    /// <summary>The same for a quantile that must not fall: the stream counts observations at or below a bound.</summary>
    /// <param name="bounds">Upper bounds of the buckets, rising.</param>
    /// <param name="reference">The reference's distribution.</param>
    /// <param name="q">The quantile, inside (0, 1).</param>
    /// <param name="rule">The margin on the quantile.</param>
    /// <returns>The margins (of a shift of everything), or null when no bound resolves them.</returns>
    public static TailMargins? Falling(double[] bounds, SurvivalCurve reference, double q, Margin rule)
    {
        if (Size(reference, q, rule) is not (double quantile, double margin) || margin >= 1) return null;
        int edge = Array.FindIndex(bounds, bound => bound >= (1 - margin) * quantile);
        if (edge < 0 || bounds[edge] >= quantile * Reach) return null;
        double shift = reference.Above(bounds[edge]) - reference.Above(bounds[edge] / (1 - margin));
        double harm = Math.Max(Math.Max(shift, LeastOfTail * q), LeastShare);
        return new TailMargins(edge, harm, harm, -1, 0);
    }

    private static (double Quantile, double Margin)? Size(SurvivalCurve reference, double q, Margin rule)
    {
        double quantile = reference.Quantile(q);
        if (!double.IsFinite(quantile) || quantile <= 0) return null;
        double margin = rule.At(quantile) / quantile;
        return margin > 0 ? (quantile, margin) : null;
    }
}
