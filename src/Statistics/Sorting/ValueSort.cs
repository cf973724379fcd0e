using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CanaryJudge.Statistics;

/// <summary>Sorts values that are no NaN and no negative zero: only one order of bits is right, so every path below gives the same bits.</summary>
internal static class ValueSort
{
    /// <summary>Doubles of spare room for n values.</summary>
    public static long SpareLength(long n) => n + SmallSort.Largest;

    /// <summary>True for eight values at a time. Some processors have AVX-512 but run slower with it: those take four.</summary>
    public static bool TakesEight => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>True when the processor has the vectors that fast sorting and selecting need: all but those that a test switches off.</summary>
    public static bool HasVectors => Vector128.IsHardwareAccelerated;

    /// <summary>Sorts in ascending order; <paramref name="spare"/> is overwritten, and with less than <see cref="SpareLength"/> doubles sorting is only slower.</summary>
    public static void Sort(Span<double> values, Span<double> spare)
    {
        if (HasVectors && spare.Length >= SpareLength(values.Length)) VectorQuicksort.Sort(values, spare);
        else values.Sort();
    }
}
