namespace CanaryJudge.Statistics;

/// <summary>The correlations between neighbouring windows that a series' differences may have, with what each makes of a window. Rows are filled up to whole eights.</summary>
internal static class MemoryGrid
{
    /// <summary>Number of correlations.</summary>
    public const int Count = 10;

    /// <summary>The same, filled up to whole eights.</summary>
    public const int Padded = 16;

    private static readonly double[] All = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>The correlations, rising from 0.</summary>
    public static ReadOnlySpan<double> Correlations => All;

    /// <summary>The correlations.</summary>
    public static double[] Rho { get; } = Row(g => All[g]);

    /// <summary>1 - ρ.</summary>
    public static double[] Rest { get; } = Row(g => 1 - All[g]);

    /// <summary>(1 - ρ)²: the weight of a window whose neighbour is known.</summary>
    public static double[] NextWeight { get; } = Row(g => (1 - All[g]) * (1 - All[g]));

    /// <summary>1 - ρ²: the weight of the first window and of one after a gap.</summary>
    public static double[] FirstWeight { get; } = Row(g => 1 - All[g] * All[g]);

    /// <summary>ln of 1 - ρ², what the first window after a gap varies less by.</summary>
    public static double[] LnShare { get; } = Row(g => Math.Log(1 - All[g] * All[g]));

    /// <summary>(1 + ρ)/(1 - ρ): windows that count as one.</summary>
    public static double[] Times { get; } = Row(g => (1 + All[g]) / (1 - All[g]));

    /// <summary>A row of one number a correlation; beyond them stands the first again.</summary>
    /// <param name="of">The number of the g-th.</param>
    public static double[] Row(Func<int, double> of) => [.. Enumerable.Range(0, Padded).Select(g => of(g < Count ? g : 0))];
}
