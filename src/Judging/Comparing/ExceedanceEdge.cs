using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Comparing;

/// <summary>Turns the margin of a quantile into a question that bucket counts answer exactly: how much may the share above one bound change?</summary>
/// <param name="Index">Index of the bound.</param>
/// <param name="Bound">The bound.</param>
/// <param name="Allowed">The change of the share above it that the margin amounts to, above 0.</param>
/// <param name="Direction">Increase when a growing share is harm, Decrease when a falling one is.</param>
internal sealed record ExceedanceEdge(int Index, double Bound, double Allowed, Direction Direction)
{
    // A bound further from the quantile than this factor says nothing about it.
    private const double Reach = 2.5;

    // The least allowed change: a twentieth of what lies beyond the quantile, and never so small that rounding decides.
    private const double LeastOfTail = 0.05, LeastAllowed = 1e-5;

    /// <summary>The bound to watch; null when no bound lies where it could show a change of the margin.</summary>
    /// <param name="bounds">The bucket bounds.</param>
    /// <param name="reference">The baseline's distribution.</param>
    /// <param name="q">The quantile, in (0, 1).</param>
    /// <param name="margin">The quantile's margin.</param>
    /// <param name="direction">Increase or Decrease.</param>
    /// <remarks>
    /// The allowed change is the smaller of what a shift of all observations by the margin and what a lump moved beyond the margin alone would do to the share above the bound.
    /// </remarks>
    public static ExceedanceEdge? Of(double[] bounds, SurvivalCurve reference, double q, Margin margin, Direction direction)
    {
        double at = reference.Quantile(q);
        if (!double.IsFinite(at) || at <= 0) return null;
        double size = margin.At(at), tail = 1 - q;
        bool up = direction == Direction.Increase;
        double limit = up ? at + size : at - size;
        int index = up ? Array.FindLastIndex(bounds, b => b <= limit * (1 + 1e-9)) : Array.FindIndex(bounds, b => b >= limit * (1 - 1e-9));
        if (size <= 0 || limit <= 0 || index < 0 || bounds[index] <= at / Reach || bounds[index] >= at * Reach) return null;
        double bound = bounds[index], factor = limit / at;
        double before = margin.IsRelative ? bound / factor : bound - (up ? size : -size);
        double shift = Math.Abs(reference.Above(before) - reference.Above(bound));
        double lump = Math.Abs(tail - reference.Above(limit));
        double least = Math.Max(LeastOfTail * Math.Min(tail, q), LeastAllowed);
        return new ExceedanceEdge(index, bound, Math.Max(Math.Min(shift, lump), least), direction);
    }
}
