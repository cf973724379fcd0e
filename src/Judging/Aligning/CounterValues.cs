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
        List<int>? falls = null;
        double kept = 1 - roundingShare;
        for (int i = 1, next; i < values.Length; i = next)
        {
            next = Math.Min(i + Vector256<double>.Count, values.Length);
            if (next - i == Vector256<double>.Count && !Vector256.LessThanAny(Vector256.Create(values.AsSpan(i)), Vector256.Create(values.AsSpan(i - 1)) * kept)) continue;
            for (int at = i; at < next; at++)
            {
                if (values[at] < values[at - 1] * kept) (falls ??= []).Add(at);
            }
        }

        return falls is null ? [] : [.. falls];
    }

    /// <summary>Adds what the counter grew by to each window's sum: the differences of neighbours, each to the window of the later one, in time order.</summary>
    /// <param name="sums">A sum a window.</param>
    /// <param name="values">The values.</param>
    /// <param name="times">Their times.</param>
    /// <param name="beginnings">Where the counter began at 0, so that the value is the increase: rising indexes. The first value adds nothing when it is not one of them.</param>
    public static void AddIncreases(double[] sums, double[] values, SampleTimes times, int[] beginnings)
    {
        int next = 0;
        foreach ((int position, int from, int to) in times.Windows)
        {
            while (next < beginnings.Length && beginnings[next] < from) next++;
            double sum = sums[position];
            if (from > 0 && (next == beginnings.Length || beginnings[next] >= to))
            {
                double before = values[from - 1];
                foreach (double value in values.AsSpan(from, to - from))
                {
                    sum += value - before;
                    before = value;
                }
            }
            else
            {
                for (int i = from; i < to; i++)
                {
                    if (Array.BinarySearch(beginnings, i) >= 0) sum += values[i];
                    else if (i > 0) sum += values[i] - values[i - 1];
                }
            }

            sums[position] = sum;
        }
    }
}
