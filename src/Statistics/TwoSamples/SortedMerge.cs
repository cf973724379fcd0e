using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>Merges two sorted samples into one and counts on the way.</summary>
internal static class SortedMerge
{
    /// <summary>Writes both samples in order to <paramref name="pool"/> and returns the number of pairs in which the value of x is the larger.</summary>
    /// <remarks>
    /// From both ends at once, so that two chains of dependent steps overlap, and without a branch on the data, which mispredicts every other time.
    /// Equal values: those of x come first.
    /// </remarks>
    public static long Pool(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> pool)
    {
        ref double a = ref MemoryMarshal.GetReference(x), b = ref MemoryMarshal.GetReference(y), to = ref MemoryMarshal.GetReference(pool[..(x.Length + y.Length)]);
        nint i = 0, j = 0, k = x.Length - 1, l = y.Length - 1, low = 0, high = x.Length + y.Length;
        long below = 0, belowFromTop = 0;
        unchecked
        {
            // Within so many steps from either end neither sample runs out and the ends do not meet.
            nint steps = Math.Min(Math.Min(x.Length, y.Length), (x.Length + y.Length) / 2);
            for (; low < steps; low++)
            {
                double first = Unsafe.Add(ref a, i), second = Unsafe.Add(ref b, j);
                nint fromX = Unsafe.BitCast<bool, byte>(first <= second);
                Unsafe.Add(ref to, low) = double.MinNative(first, second);
                below += j & -fromX;
                i += fromX;
                j += 1 - fromX;

                double last = Unsafe.Add(ref a, k), other = Unsafe.Add(ref b, l);
                nint fromY = Unsafe.BitCast<bool, byte>(last <= other);
                high--;
                Unsafe.Add(ref to, high) = double.MaxNative(last, other);
                belowFromTop += (l + 1) & (fromY - 1);
                l -= fromY;
                k -= 1 - fromY;
            }

            while (i <= k && j <= l)
            {
                double first = Unsafe.Add(ref a, i), second = Unsafe.Add(ref b, j);
                nint fromX = Unsafe.BitCast<bool, byte>(first <= second);
                Unsafe.Add(ref to, low++) = double.MinNative(first, second);
                below += j & -fromX;
                i += fromX;
                j += 1 - fromX;
            }

            below += (k - i + 1) * j;
        }

        x[(int)i..((int)k + 1)].CopyTo(pool[(int)low..]);
        y[(int)j..((int)l + 1)].CopyTo(pool[(int)low..]);
        return below + belowFromTop;
    }
}
