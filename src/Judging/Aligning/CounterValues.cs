using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The values of a counter: where they fell, and what they grew by.</summary>
internal static class CounterValues
{
    /// <summary>Where a value is below the one before it: rising indexes.</summary>
    /// <param name="values">The values, each usable.</param>
    /// <param name="roundingShare">A value that fell by no more than this share of it did not fall.</param>
    public static int[] Falls(double[] values, double roundingShare = 0)
    {
        if (values.Length < 2) return [];
        List<int>? falls = null;
        double kept = 1 - roundingShare;
        ReadOnlySpan<Vector256<double>> later = MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan(1)), earlier = MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan(0, values.Length - 1));
        for (int four = 0; four < later.Length; four++)
        {
            if (Vector256.LessThanAny(later[four], earlier[four] * kept)) Look(1 + (four * Vector256<double>.Count), Vector256<double>.Count);
        }

        int looked = later.Length * Vector256<double>.Count;
        Look(1 + looked, values.Length - 1 - looked);
        return falls is null ? [] : [.. falls];

        void Look(int from, int count)
        {
            for (int at = from; at < from + count; at++)
            {
                if (values[at] < values[at - 1] * kept) (falls ??= []).Add(at);
            }
        }
    }

    /// <summary>Adds what the counter grew by to each window's sum: the differences of neighbours, each to the window of the later one.</summary>
    /// <param name="sums">A sum a window.</param>
    /// <param name="values">The values.</param>
    /// <param name="times">Their times.</param>
    /// <param name="beginnings">Where the counter began at 0, so that the value is the increase: rising indexes. The first value adds nothing when it is not one of them.</param>
    public static void AddIncreases(Span<double> sums, double[] values, SampleTimes times, int[] beginnings)
    {
        int next = 0;
        foreach ((int position, int first, int each, int count) in times.Runs)
        {
            for (int w = 0, clear; w < count; w = clear)
            {
                int from = first + w * each;
                while (next < beginnings.Length && beginnings[next] < from) next++;
                clear = next == beginnings.Length ? count : Math.Min(count, (beginnings[next] - first) / each); // the window that has the next beginning, or the end
                if (from > 0 && clear > w)
                {
                    // What a window grew by in all: the differences between add up to it, and each of them would round.
                    for (int last = from - 1; w < clear; w++, last += each) sums[position + w] += values[last + each] - values[last];
                    continue;
                }

                clear = w + 1;
                for (int i = from; i < from + each; i++)
                {
                    if (Array.BinarySearch(beginnings, i) >= 0) sums[position + w] += values[i];
                    else if (i > 0) sums[position + w] += values[i] - values[i - 1];
                }
            }
        }
    }
}
