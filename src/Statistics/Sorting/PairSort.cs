using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Sorts up to 64 values by counting, for processors without AVX-512: every value is compared with every other, two or four at a time, and put where its number of lesser ones says.</summary>
internal static class PairSort
{
    private static readonly double[] Places = [0, 1, 2, 3];

    /// <summary>Sorts the first values of the stage where they are.</summary>
    public static void InStage(Span<double> stage, int size)
    {
        Span<double> copy = stackalloc double[SmallSort.Largest];
        Sort(stage[..size], stage[..size], copy);
    }

    /// <summary>Sorts the values into <paramref name="target"/>, which may be where they are; <paramref name="stage"/> holds 64 doubles and is neither.</summary>
    public static void Sort(ReadOnlySpan<double> values, Span<double> target, Span<double> stage)
    {
        if (Vector256.IsHardwareAccelerated) Sort<FourLanes>(values, target, stage);
        else Sort<TwoLanes>(values, target, stage);
    }

    /// <summary>The same, so many at a time.</summary>
    internal static void Sort<T>(ReadOnlySpan<double> values, Span<double> target, Span<double> stage)
        where T : unmanaged, ILanes<T>
    {
        int filled = (values.Length + T.Count - 1) / T.Count * T.Count;
        values.CopyTo(stage);
        stage[values.Length..filled].Fill(double.PositiveInfinity);
        stage = stage[..filled];
        Ranks ranks = default;
        T places = T.From(Places, 0);
        for (int first = 0; first < filled; first += T.Count)
        {
            int beyond = first + T.Count;
            T own = T.From(stage, first), rank = 0;
            // Of equal values the one that stands first is the lesser.
            for (int i = 0; i < first; i++) rank = T.CountAtMost(rank, stage[i], own);
            for (int i = first; i < beyond; i++)
            {
                T other = stage[i];
                rank = T.WhereLess(i - first, places, T.CountAtMost(rank, other, own), T.CountLess(rank, other, own));
            }

            for (int i = beyond; i < stage.Length; i++) rank = T.CountLess(rank, stage[i], own);
            rank.CopyTo(ranks, first);
        }

        for (int i = 0; i < values.Length; i++) target[(int)BitConverter.DoubleToInt64Bits(ranks[i])] = stage[i];
    }

    [InlineArray(SmallSort.Largest)]
    private struct Ranks
    {
        private double _first;
    }
}
