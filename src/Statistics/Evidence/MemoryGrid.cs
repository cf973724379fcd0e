using System.Runtime.CompilerServices;

namespace CanaryJudge.Statistics;

/// <summary>The correlations between neighbouring windows that a series' differences may have, and its windows made independent under each.</summary>
internal static class MemoryGrid
{
    /// <summary>Number of correlations.</summary>
    public const int Count = 10;

    /// <summary>The same, filled up to whole vectors.</summary>
    public const int Padded = 2 * EightElementary.Width;

    private static readonly double[] All = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    private static readonly double[] LnShares = [.. All.Select(rho => Math.Log(1 - rho * rho))];

    /// <summary>The correlations, rising from 0.</summary>
    public static ReadOnlySpan<double> Correlations => All;

    /// <summary>ln of 1 - ρ², what the first window after a gap varies less by; 0 for ρ = 0.</summary>
    public static double LnShare(int g) => LnShares[g];

    /// <summary>The window as it enters when the correlation is the g-th: what it adds to its neighbour's news, with its weight.</summary>
    /// <param name="g">Index of the correlation.</param>
    /// <param name="value">The window's difference.</param>
    /// <param name="last">The window before; NaN after a gap and at the start.</param>
    public static WindowDifference Entry(int g, double value, double last)
    {
        double rho = All[g];
        return double.IsNaN(last) ? new WindowDifference(value, 1 - rho * rho) : new WindowDifference((value - rho * last) / (1 - rho), (1 - rho) * (1 - rho));
    }

    /// <summary>Sums of all windows under each correlation.</summary>
    [InlineArray(Count)]
    internal struct Sums
    {
        private DifferenceSums _first;
    }
}
