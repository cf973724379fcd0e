using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CanaryJudge.Statistics;

/// <summary>Sorts up to 64 values in registers: a network over the columns of eight rows, then merges of ever longer rows. Without AVX-512 they are counted (<see cref="PairSort"/>).</summary>
/// <remarks>A third of the library's time at 60 values. Batcher (1968), Sorting networks and their applications, AFIPS 32, 307-314; the 19 comparisons of eight are Knuth's, The Art of Computer Programming 3, 5.3.4.</remarks>
internal static class SmallSort
{
    /// <summary>The most values that it sorts.</summary>
    public const int Largest = 64;

    /// <summary>The most that are better sorted than parted: with two lanes counting takes its time (a tenth less at 60 values a side).</summary>
    public static int Few => Vector256.IsHardwareAccelerated ? Largest : Largest / 2;

    /// <summary>Sorts the values into <paramref name="target"/>, which may be where they are; <paramref name="stage"/> holds 64 doubles.</summary>
    public static void Sort(ReadOnlySpan<double> values, Span<double> target, Span<double> stage)
    {
        if (values.IsEmpty) return;
        if (!ValueSort.TakesEight)
        {
            PairSort.Sort(values, target, stage);
            return;
        }

        int size = values.Length <= 16 ? 16 : values.Length <= 32 ? 32 : Largest;
        ref double rows = ref MemoryMarshal.GetReference(stage[..Largest]);
        for (nuint row = (nuint)values.Length & ~7u; row < (nuint)size; row += 8) Vector512.Create(double.PositiveInfinity).StoreUnsafe(ref rows, row);
        values.CopyTo(stage);
        InStage(stage, size);
        stage[..values.Length].CopyTo(target);
    }

    /// <summary>Sorts the first 16, 32 or 64 doubles of the stage.</summary>
    public static void InStage(Span<double> stage, int size)
    {
        if (!ValueSort.TakesEight)
        {
            PairSort.InStage(stage, size);
            return;
        }

        ref double rows = ref MemoryMarshal.GetReference(stage[..Largest]);
        if (size == Largest)
        {
            SortColumns(ref rows);
            for (nuint row = 0; row < Largest; row += 16) MergeTwo(ref Unsafe.Add(ref rows, row));
            MergeFour(ref rows);
            MergeFour(ref Unsafe.Add(ref rows, 32));
            MergeEight(ref rows);
            return;
        }

        for (nuint row = 0; row < (nuint)size; row += 16)
        {
            SortLanes(ref Unsafe.Add(ref rows, row));
            MergeTwo(ref Unsafe.Add(ref rows, row));
        }

        if (size == 32) MergeFour(ref rows);
    }

    /// <summary>Sorts eight rows of eight.</summary>
    private static void SortColumns(ref double rows)
    {
        Vector512<double> a = Vector512.LoadUnsafe(ref rows), b = Vector512.LoadUnsafe(ref rows, 8), c = Vector512.LoadUnsafe(ref rows, 16), d = Vector512.LoadUnsafe(ref rows, 24);
        Vector512<double> e = Vector512.LoadUnsafe(ref rows, 32), f = Vector512.LoadUnsafe(ref rows, 40), g = Vector512.LoadUnsafe(ref rows, 48), h = Vector512.LoadUnsafe(ref rows, 56);
        Order(ref a, ref c); Order(ref b, ref d); Order(ref e, ref g); Order(ref f, ref h);
        Order(ref a, ref e); Order(ref b, ref f); Order(ref c, ref g); Order(ref d, ref h);
        Order(ref a, ref b); Order(ref c, ref d); Order(ref e, ref f); Order(ref g, ref h);
        Order(ref c, ref e); Order(ref d, ref f);
        Order(ref b, ref e); Order(ref d, ref g);
        Order(ref b, ref c); Order(ref d, ref e); Order(ref f, ref g);

        // Each column is sorted; turned over, each row is.
        Vector512<double> ab = Avx512F.UnpackLow(a, b), ba = Avx512F.UnpackHigh(a, b), cd = Avx512F.UnpackLow(c, d), dc = Avx512F.UnpackHigh(c, d);
        Vector512<double> ef = Avx512F.UnpackLow(e, f), fe = Avx512F.UnpackHigh(e, f), gh = Avx512F.UnpackLow(g, h), hg = Avx512F.UnpackHigh(g, h);
        Turn(ref rows, 0, ab, cd, ef, gh);
        Turn(ref rows, 8, ba, dc, fe, hg);
    }

    /// <summary>Writes the columns first/8, first/8 + 2, + 4 and + 6 of eight rows that were interleaved in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref double rows, nuint first, Vector512<double> ab, Vector512<double> cd, Vector512<double> ef, Vector512<double> gh)
    {
        Vector512<double> lowEven = Avx512F.Shuffle4x128(ab, cd, 0x88), lowOdd = Avx512F.Shuffle4x128(ab, cd, 0xDD);
        Vector512<double> highEven = Avx512F.Shuffle4x128(ef, gh, 0x88), highOdd = Avx512F.Shuffle4x128(ef, gh, 0xDD);
        Avx512F.Shuffle4x128(lowEven, highEven, 0x88).StoreUnsafe(ref rows, first);
        Avx512F.Shuffle4x128(lowOdd, highOdd, 0x88).StoreUnsafe(ref rows, first + 16);
        Avx512F.Shuffle4x128(lowEven, highEven, 0xDD).StoreUnsafe(ref rows, first + 32);
        Avx512F.Shuffle4x128(lowOdd, highOdd, 0xDD).StoreUnsafe(ref rows, first + 48);
    }

    /// <summary>Sorts each of two rows.</summary>
    private static void SortLanes(ref double rows)
    {
        Vector512<double> a = Vector512.LoadUnsafe(ref rows), b = Vector512.LoadUnsafe(ref rows, 8);
        a = Neighbours(a);
        b = Neighbours(b);
        a = Exchange(a, Avx512F.Permute4x64(a, 0x1B), 0b11001100);
        b = Exchange(b, Avx512F.Permute4x64(b, 0x1B), 0b11001100);
        a = Neighbours(a);
        b = Neighbours(b);
        a = Exchange(a, Reversed(a), 0b11110000);
        b = Exchange(b, Reversed(b), 0b11110000);
        Neighbours(Pairs(a)).StoreUnsafe(ref rows);
        Neighbours(Pairs(b)).StoreUnsafe(ref rows, 8);
    }

    /// <summary>Merges two sorted rows.</summary>
    private static void MergeTwo(ref double rows)
    {
        Vector512<double> a = Vector512.LoadUnsafe(ref rows), b = Reversed(Vector512.LoadUnsafe(ref rows, 8));
        Order(ref a, ref b);
        Finish(a).StoreUnsafe(ref rows);
        Finish(b).StoreUnsafe(ref rows, 8);
    }

    /// <summary>Merges two sorted pairs of rows.</summary>
    private static void MergeFour(ref double rows)
    {
        Vector512<double> a = Vector512.LoadUnsafe(ref rows), b = Vector512.LoadUnsafe(ref rows, 8);
        Vector512<double> c = Reversed(Vector512.LoadUnsafe(ref rows, 24)), d = Reversed(Vector512.LoadUnsafe(ref rows, 16));
        Order(ref a, ref c); Order(ref b, ref d);
        Order(ref a, ref b); Order(ref c, ref d);
        Finish(a).StoreUnsafe(ref rows);
        Finish(b).StoreUnsafe(ref rows, 8);
        Finish(c).StoreUnsafe(ref rows, 16);
        Finish(d).StoreUnsafe(ref rows, 24);
    }

    /// <summary>Merges two sorted halves of four rows.</summary>
    private static void MergeEight(ref double rows)
    {
        Vector512<double> a = Vector512.LoadUnsafe(ref rows), b = Vector512.LoadUnsafe(ref rows, 8), c = Vector512.LoadUnsafe(ref rows, 16), d = Vector512.LoadUnsafe(ref rows, 24);
        Vector512<double> e = Reversed(Vector512.LoadUnsafe(ref rows, 56)), f = Reversed(Vector512.LoadUnsafe(ref rows, 48));
        Vector512<double> g = Reversed(Vector512.LoadUnsafe(ref rows, 40)), h = Reversed(Vector512.LoadUnsafe(ref rows, 32));
        Order(ref a, ref e); Order(ref b, ref f); Order(ref c, ref g); Order(ref d, ref h);
        Order(ref a, ref c); Order(ref b, ref d); Order(ref e, ref g); Order(ref f, ref h);
        Order(ref a, ref b); Order(ref c, ref d); Order(ref e, ref f); Order(ref g, ref h);
        Finish(a).StoreUnsafe(ref rows);
        Finish(b).StoreUnsafe(ref rows, 8);
        Finish(c).StoreUnsafe(ref rows, 16);
        Finish(d).StoreUnsafe(ref rows, 24);
        Finish(e).StoreUnsafe(ref rows, 32);
        Finish(f).StoreUnsafe(ref rows, 40);
        Finish(g).StoreUnsafe(ref rows, 48);
        Finish(h).StoreUnsafe(ref rows, 56);
    }

    /// <summary>Sorts a row that rises and then falls.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Finish(Vector512<double> row) => Neighbours(Pairs(Exchange(row, Avx512F.Shuffle4x128(row, row, 0x4E), 0b11110000)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pairs(Vector512<double> row) => Exchange(row, Avx512F.Permute4x64(row, 0x4E), 0b11001100);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Neighbours(Vector512<double> row) => Exchange(row, Avx512F.Permute2x64(row, 0x55), 0b10101010);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reversed(Vector512<double> row) => Avx512F.PermuteVar8x64(row, Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0));

    /// <summary>The larger of both in the places of the mask, the smaller elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exchange(Vector512<double> row, Vector512<double> partner, [ConstantExpected] byte larger) =>
        Vector512.ConditionalSelect(Mask(larger), Avx512F.Max(row, partner), Avx512F.Min(row, partner));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mask([ConstantExpected] byte places) => places switch
    {
        0b11110000 => Vector512.Create(0L, 0, 0, 0, -1, -1, -1, -1).AsDouble(),
        0b11001100 => Vector512.Create(0L, 0, -1, -1, 0, 0, -1, -1).AsDouble(),
        _ => Vector512.Create(0L, -1, 0, -1, 0, -1, 0, -1).AsDouble(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order(ref Vector512<double> low, ref Vector512<double> high) =>
        (low, high) = (Avx512F.Min(low, high), Avx512F.Max(low, high));
}
