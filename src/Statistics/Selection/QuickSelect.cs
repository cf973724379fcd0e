namespace CanaryJudge.Statistics;

/// <summary>Order statistics of an unsorted span, in place and without randomness.</summary>
internal static class QuickSelect
{
    /// <summary>The value that would stand at <paramref name="index"/> after sorting; the span is partly ordered on the way. O(n), at worst O(n log n). No NaN.</summary>
    /// <remarks>Hoare (1961), Algorithm 65, with the median of three as pivot; sorts what is left when the partitions stay lopsided.</remarks>
    public static double Kth(Span<double> values, int index)
    {
        int patience = 16 + (2 * int.Log2(values.Length));
        while (values.Length > 16)
        {
            if (patience-- == 0) break;
            double pivot = MedianOfThree(values[0], values[values.Length / 2], values[^1]);
            int low = 0, high = values.Length - 1;
            while (low <= high)
            {
                while (values[low] < pivot) low++;
                while (values[high] > pivot) high--;
                if (low > high) break;
                (values[low], values[high]) = (values[high], values[low]);
                low++;
                high--;
            }

            if (index <= high)
            {
                values = values[..(high + 1)];
            }
            else if (index >= low)
            {
                values = values[low..];
                index -= low;
            }
            else
            {
                return pivot;
            }
        }

        values.Sort();
        return values[index];
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
