using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>What is believed of the dispersion of paired windows: half that it is 1, as for independent requests, the rest spread over clumping up to fifty-fold.</summary>
/// <remarks>
/// The windows speak through the quasi-likelihood φ^(-k/2) exp(-q/2φ) of k windows with a sum of squares q (McCullagh and Nelder 1989, 9.2); a history through the same with
/// its own dispersion, worth thirty windows. It cannot tell whether its bursts hit both sides, which pairing removes: both readings stay open (one in five that they did), and the windows decide.
/// With few events a window a sum of squares says little: both are scaled by 2 over the variance of one squared Poisson difference, 2 + 1/2μ.
/// </remarks>
internal static class DispersionGrid
{
    /// <summary>Number of dispersions.</summary>
    public const int Count = 17;

    /// <summary>The same, filled up to whole vectors.</summary>
    public const int Padded = 3 * EightElementary.Width;

    private const double Independent = 0.5;
    private const double HistoryWindows = 30;
    private const double Shared = 0.2;

    private static readonly double[] All = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.5, 8, 10, 13, 16, 20, 25, 32, 50];
    private static readonly double[] PaddedAll = [.. All, .. Enumerable.Repeat(1.0, Padded - Count)];
    private static readonly double[] Logarithms = [.. PaddedAll.Select(value => Math.Log(value))];
    private static readonly double[] LnBefore =
        [.. Enumerable.Range(0, Padded).Select(g => g == 0 ? Math.Log(Independent) : g < Count ? Math.Log((1 - Independent) / (Count - 1)) : double.NegativeInfinity)];

    /// <summary>The dispersions, rising from 1.</summary>
    public static ReadOnlySpan<double> Dispersions => All;

    /// <summary>How much a window's sum of squares says when events are few: 0 to 1.</summary>
    /// <param name="events">Mean events a side a window.</param>
    public static double Told(double events) => 4 * events / (4 * events + 1);

    /// <summary>ln of the beliefs but for the windows' sum of squares, up to a common constant; -infinity beyond the dispersions.</summary>
    /// <param name="prior">What the history says.</param>
    /// <param name="perWindow">Mean over the windows of 1/n of both sides together: turns clustering into dispersion.</param>
    /// <param name="told">What <see cref="Told"/> gave.</param>
    /// <param name="windows">Windows, those that count as one counted once.</param>
    /// <param name="into"><see cref="Padded"/> numbers.</param>
    public static void LnOpen(in BurstPrior prior, double perWindow, double told, double windows, Span<double> into)
    {
        double own = 1 + 2 * prior.Clustering / perWindow, shared = 1 + 2 * prior.SharedClustering / perWindow;
        (double lnOwn, double lnShared) = (Math.Log(own), Math.Log(shared));
        double half = 0.5 * told;
        for (int g = 0; g < Padded; g += EightElementary.Width)
        {
            (Vector512<double> dispersion, Vector512<double> lnDispersion) = (Eight(PaddedAll, g), Eight(Logarithms, g));
            Vector512<double> belief = Eight(LnBefore, g) - half * windows * lnDispersion;
            if (prior.HasHistory) belief += LnMean(LnHistory(own, lnOwn), LnHistory(shared, lnShared));
            belief.CopyTo(into[g..]);

            Vector512<double> LnHistory(double seen, double lnSeen) => half * HistoryWindows * (Vector512.Create(lnSeen) - lnDispersion - Vector512.Create(seen) / dispersion);
        }
    }

    /// <summary>Adds to beliefs what is in proportion to 1/φ: the windows' sum of squares, or a tempered logarithm.</summary>
    /// <param name="beliefs">ln of the beliefs.</param>
    /// <param name="over">What is divided by each dispersion.</param>
    /// <param name="into">The sums.</param>
    public static void AddOver(ReadOnlySpan<double> beliefs, double over, Span<double> into)
    {
        for (int g = 0; g < Padded; g += EightElementary.Width) (Eight(beliefs, g) + Vector512.Create(over) / Eight(PaddedAll, g)).CopyTo(into[g..]);
    }

    /// <summary>ln of the sum of exponentials over the grid; infinite when the largest is.</summary>
    /// <param name="logarithms"><see cref="Padded"/> numbers.</param>
    public static double LnSum(ReadOnlySpan<double> logarithms)
    {
        double largest = EightElementary.Largest(Vector512.Max(Vector512.Max(Eight(logarithms, 0), Eight(logarithms, 8)), Eight(logarithms, 16)));
        if (double.IsInfinity(largest)) return largest;
        Vector512<double> sum = Vector512<double>.Zero, top = Vector512.Create(largest);
        for (int g = 0; g < Padded; g += EightElementary.Width) sum += EightElementary.Exp(Eight(logarithms, g) - top);
        return largest + Math.Log(EightElementary.Sum(sum));
    }

    private static Vector512<double> Eight(ReadOnlySpan<double> values, int from) => Vector512.Create(values.Slice(from, EightElementary.Width));

    private static Vector512<double> LnMean(Vector512<double> own, Vector512<double> shared)
    {
        Vector512<double> largest = Vector512.Max(own, shared);
        return largest + EightElementary.Ln((1 - Shared) * EightElementary.Exp(own - largest) + Shared * EightElementary.Exp(shared - largest));
    }
}
