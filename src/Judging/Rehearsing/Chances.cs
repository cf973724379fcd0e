using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Judging.Rehearsing;

/// <summary>How often rehearsals ended in one way, and how soon.</summary>
/// <param name="Times">How many did.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Windows">Windows elapsed at each end, rising.</param>
public sealed record Chances(int Times, int Of, IReadOnlyList<int> Windows)
{
    // Two-sided 95 %.
    private const double Z = 1.959963984540054;

    /// <summary>The share, in [0, 1]; NaN of none.</summary>
    public double Share => (double)Times / Of;

    /// <summary>The share's 95 % interval. Wilson (1927), J. Amer. Statist. Assoc. 22, 209.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            if (Of == 0) return (double.NaN, double.NaN);
            double spread = 1 + Z * Z / Of, middle = (Share + Z * Z / (2 * Of)) / spread;
            double half = Z * Math.Sqrt(Share * (1 - Share) / Of + Z * Z / (4.0 * Of * Of)) / spread;
            return (Times == 0 ? 0 : Math.Max(0, middle - half), Times == Of ? 1 : Math.Min(1, middle + half));
        }
    }

    /// <summary>Windows, warm-up included, within which this part of all rehearsals had ended so; null when fewer ever did.</summary>
    /// <param name="part">0.5 for the median; in (0, 1].</param>
    public int? Within(double part)
    {
        int needed = (int)Math.Ceiling(part * Of - 1e-9);
        return Of == 0 || needed > Windows.Count ? null : Windows[Math.Max(needed, 1) - 1];
    }

    /// <summary>Counts the rehearsals that ended in one way.</summary>
    /// <param name="results">All of them.</param>
    /// <param name="outcome">The way.</param>
    public static Chances From(IReadOnlyList<Rehearsed> results, VerdictOutcome outcome)
    {
        int[] windows = [.. results.Where(r => r.Outcome == outcome).Select(r => r.Windows).Order()];
        return new Chances(windows.Length, results.Count, windows);
    }
}
