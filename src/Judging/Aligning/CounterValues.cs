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
                    AddDifferences(sums.Slice(position + w, clear - w), values.AsSpan(from - 1, (clear - w) * each + 1), each);
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

    // Four windows at a time, the samples of each in time order. Gain on aligning counters of a scrape every 15 s: a third.
    private static void AddDifferences(Span<double> sums, ReadOnlySpan<double> values, int each)
    {
        int w = 0;
        for (; w <= sums.Length - Vector256<double>.Count; w += Vector256<double>.Count)
        {
            ReadOnlySpan<double> own = values.Slice(w * each, 4 * each + 1);
            Vector256<double> sum = Vector256.Create<double>(sums[w..]), before = Strided(own, 0, each);
            for (int i = 1; i <= each; i++)
            {
                Vector256<double> value = Strided(own, i, each);
                sum += value - before;
                before = value;
            }

            sum.CopyTo(sums[w..]);
        }

        for (; w < sums.Length; w++)
        {
            double sum = sums[w];
            for (int i = w * each; i < (w + 1) * each; i++) sum += values[i + 1] - values[i];
            sums[w] = sum;
        }
    }

    private static Vector256<double> Strided(ReadOnlySpan<double> values, int from, int each) =>
        Vector256.Create(values[from], values[from + each], values[from + 2 * each], values[from + 3 * each]);
}
