namespace CanaryJudge.Statistics;

/// <summary>Many p-values, one error budget, at one fixed look: Holm's step-down correction, better than Bonferroni's at the same price, under any dependence.</summary>
/// <remarks>Holm (1979), Scand. J. Statist. 6, 65-70. Not for repeated looks: use evidence there.</remarks>
public static class Holm
{
    /// <summary>Doubles of scratch that <see cref="Adjust"/> needs.</summary>
    /// <param name="metrics">Number of p-values.</param>
    /// <returns>As many doubles as p-values.</returns>
    public static int ScratchLength(int metrics) => metrics;

    /// <summary>Adjusted p-values: reject those at or below the error budget.</summary>
    /// <param name="p">p-values in [0, 1].</param>
    /// <param name="adjusted">One a p-value, overwritten; must not overlap <paramref name="p"/>.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, not overlapping the others; overwritten.</param>
    /// <exception cref="ArgumentException">Lengths differ, spans overlap, the scratch is too short, or a p-value is NaN or outside [0, 1].</exception>
    public static void Adjust(ReadOnlySpan<double> p, Span<double> adjusted, Span<double> scratch)
    {
        if (adjusted.Length != p.Length) throw new ArgumentException($"There are {p.Length} p-values and room for {adjusted.Length}: as much room is needed.", nameof(adjusted));
        if (adjusted.Overlaps(p)) throw new ArgumentException("The room for adjusted p-values overlaps the p-values, which would be overwritten.", nameof(adjusted));
        Span<double> sorted = Scratch.Take(scratch, ScratchLength(p.Length), p, adjusted);
        for (int i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1)) throw new ArgumentException($"The p-value {i} is {p[i]:R}: it must lie in [0, 1].", nameof(p));
        }

        p.CopyTo(sorted);
        sorted.Sort();
        // The adjusted value grows with rank, so each p-value takes that of the last of its equals' first place.
        double running = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double raw = sorted[i];
            running = Math.Max(running, Math.Min(1, (sorted.Length - i) * raw));
            if (i > 0 && raw == sorted[i - 1]) continue;
            for (int j = 0; j < p.Length; j++)
            {
                if (p[j] == raw) adjusted[j] = running;
            }
        }
    }
}
