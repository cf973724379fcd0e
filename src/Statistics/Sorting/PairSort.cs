using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>Sorts up to 64 values by counting, for processors with AVX2: every value is compared with every other, four at a time, and put where its number of lesser ones says.</summary>
internal static class PairSort
{
    private const int Lanes = 4;

    /// <summary>Sorts the first values of the stage where they are.</summary>
    public static void InStage(Span<double> stage, int size)
    {
        Span<double> copy = stackalloc double[SmallSort.Largest];
        Sort(stage[..size], stage[..size], copy);
    }

    /// <summary>Sorts the values into <paramref name="target"/>, which may be where they are; <paramref name="stage"/> holds 64 doubles and is neither.</summary>
    public static void Sort(ReadOnlySpan<double> values, Span<double> target, Span<double> stage)
    {
        int blocks = (values.Length + Lanes - 1) / Lanes;
        ref double all = ref MemoryMarshal.GetReference(stage[..(blocks * Lanes)]);
        values.CopyTo(stage);
        stage[values.Length..(blocks * Lanes)].Fill(double.PositiveInfinity);
        Vector256<long> places = Vector256.Create(0L, 1, 2, 3);
        for (int block = 0; block < blocks; block++)
        {
            int first = block * Lanes, beyond = first + Lanes;
            Vector256<double> own = Vector256.LoadUnsafe(ref all, (nuint)first);
            Vector256<long> rank = Vector256<long>.Zero;
            // Of equal values the one that stands first is the lesser.
            for (int i = 0; i < first; i++) rank -= Vector256.LessThanOrEqual(Vector256.Create(stage[i]), own).AsInt64();
            for (int i = first; i < beyond; i++)
            {
                Vector256<double> other = Vector256.Create(stage[i]);
                rank -= Vector256.LessThan(other, own).AsInt64() | (Vector256.Equals(other, own).AsInt64() & Vector256.GreaterThan(places, Vector256.Create((long)(i - first))));
            }

            for (int i = beyond; i < blocks * Lanes; i++) rank -= Vector256.LessThan(Vector256.Create(stage[i]), own).AsInt64();
            for (int lane = 0; lane < Lanes && first + lane < values.Length; lane++) target[(int)rank[lane]] = own[lane];
        }
    }
}
