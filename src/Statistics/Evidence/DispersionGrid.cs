using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>What is believed of the dispersion of paired windows: half that it is 1, as for independent requests, the rest spread over clumping up to fifty-fold.</summary>
/// <remarks>
/// The windows speak through the quasi-likelihood φ^(-k/2) exp(-q/2φ) of k windows with a sum of squares q (McCullagh and Nelder 1989, 9.2); a history through the same with
/// its own dispersion, worth thirty windows. It cannot tell whether its bursts hit both sides, which pairing removes: both readings stay open (one in five that they did), and the windows decide.
/// With few events a window a sum of squares says little: both are scaled by 2 over the variance of one squared Poisson difference, 2 + 1/2μ.
/// A belief is kept as the logarithm of its larger reading and a factor from 0.2 to 1 for both, so that no logarithm of a sum is taken that the next sum would undo.
/// </remarks>
internal static class DispersionGrid
{
    /// <summary>Number of dispersions.</summary>
    public const int Count = 17;

    /// <summary>The same, filled up to whole eights.</summary>
    public const int Padded = 24;

    private const double Independent = 0.5;
    private const double HistoryWindows = 30;
    private const double Shared = 0.2;

    /// <summary>ln of the least weight beside the largest: what is less counts as this much.</summary>
    public const double LeastLn = -222;

    private static readonly double[] All = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.5, 8, 10, 13, 16, 20, 25, 32, 50];
    private static readonly double[] PaddedAll = [.. All, .. Enumerable.Repeat(1.0, Padded - Count)];
    private static readonly double[] Inverses = [.. PaddedAll.Select(value => 1 / value)];
    private static readonly double[] Logarithms = [.. PaddedAll.Select(value => Math.Log(value))];
    private static readonly double[] LnBefore =
        [.. Enumerable.Range(0, Padded).Select(g => g == 0 ? Math.Log(Independent) : g < Count ? Math.Log((1 - Independent) / (Count - 1)) : double.NegativeInfinity)];

    /// <summary>The dispersions, rising from 1.</summary>
    public static ReadOnlySpan<double> Dispersions => All;

    /// <summary>How much a window's sum of squares says when events are few: 0 to 1.</summary>
    /// <param name="events">Mean events a side a window.</param>
    public static double Told(double events) => 4 * events / (4 * events + 1);

    /// <summary>The beliefs but for the windows' sum of squares, up to a common constant: each is its factor times e to its logarithm.</summary>
    /// <param name="prior">What the history says.</param>
    /// <param name="perWindow">Mean over the windows of 1/n of both sides together: turns clustering into dispersion.</param>
    /// <param name="told">What <see cref="Told"/> gave.</param>
    /// <param name="windows">Windows, those that count as one counted once.</param>
    /// <param name="ln"><see cref="Padded"/> logarithms; -infinity beyond the dispersions.</param>
    /// <param name="factors"><see cref="Padded"/> factors.</param>
    public static void Open<T>(in BurstPrior prior, double perWindow, double told, double windows, Span<double> ln, Span<double> factors)
        where T : unmanaged, ILanes<T>
    {
        double half = 0.5 * told, worth = half * HistoryWindows;
        if (!prior.HasHistory)
        {
            for (int g = 0; g < Padded; g += T.Count) (T.From(LnBefore, g) - half * windows * T.From(Logarithms, g)).CopyTo(ln, g);
            factors.Fill(1);
            return;
        }

        double own = 1 + 2 * prior.Clustering / perWindow, shared = 1 + 2 * prior.SharedClustering / perWindow;
        (double lnOwn, double lnShared) = (worth * Math.Log(own), worth * Math.Log(shared));
        for (int g = 0; g < Padded; g += T.Count)
        {
            T inverse = worth * T.From(Inverses, g), none = 0;
            T ofOwn = lnOwn - own * inverse, gain = lnShared - shared * inverse - ofOwn;
            T lesser = LaneElementary.ExpFrom(T.Min(gain, none - gain), -700);
            (T.From(LnBefore, g) - (worth + half * windows) * T.From(Logarithms, g) + ofOwn + T.Max(gain, none)).CopyTo(ln, g);
            T.WhereLess(gain, none, 1 - Shared + Shared * lesser, Shared + (1 - Shared) * lesser).CopyTo(factors, g);
        }
    }

    /// <summary>The beliefs in linear space, each times e to the power of what is in proportion to 1/φ: the windows' sum of squares, a tempered logarithm.</summary>
    /// <param name="ln">The logarithms that <see cref="Open"/> gave.</param>
    /// <param name="factors">Its factors.</param>
    /// <param name="over">What is divided by each dispersion.</param>
    /// <param name="into"><see cref="Padded"/> weights, without a common factor, which <see cref="LeastLn"/> bounds from below; next to nothing beyond the dispersions.</param>
    /// <returns>The logarithm of that factor, and the sum of the weights.</returns>
    public static (double Ln, double Sum) Weigh<T>(ReadOnlySpan<double> ln, ReadOnlySpan<double> factors, double over, Span<double> into)
        where T : unmanaged, ILanes<T>
    {
        T most = Over<T>(ln, 0, over);
        for (int g = T.Count; g < Padded; g += T.Count) most = T.Max(most, Over<T>(ln, g, over));
        double largest = most.Largest();
        T first = 0, third = 0, fifth = 0, seventh = 0;
        for (int g = 0; g < Padded; g += T.Count)
        {
            T weight = LaneElementary.ExpFrom(Over<T>(ln, g, over) - largest, LeastLn) * T.From(factors, g);
            weight.CopyTo(into, g);
            LaneSum.Add(ref first, ref third, ref fifth, ref seventh, weight, g);
        }

        return (largest, LaneSum.Of(first, third, fifth, seventh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Over<T>(ReadOnlySpan<double> ln, int g, double over)
        where T : unmanaged, ILanes<T> => T.From(ln, g) + over * T.From(Inverses, g);

    /// <summary>Room for a number a dispersion, as a local (see <see cref="EffectGrid.Row"/>).</summary>
    [InlineArray(Padded)]
    internal struct Row
    {
        private double _first;
    }
}
