using System.Numerics;

namespace CanaryJudge.Statistics;

/// <summary>The rules for a sample at the public edge: never empty, never NaN, and finite where values are subtracted.</summary>
internal static class Sample
{
    /// <summary>Copies the sample into <paramref name="target"/> and sorts it there, -0 as 0; infinities are allowed and sort last and first.</summary>
    /// <param name="sample">The values.</param>
    /// <param name="target">Where the sorted copy goes: at least as many doubles.</param>
    /// <param name="spare">Room of <see cref="ValueSort.SpareLength"/> doubles; overwritten.</param>
    /// <param name="name">What the caller calls the sample, for the error.</param>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN.</exception>
    public static Span<double> Sorted(ReadOnlySpan<double> sample, Span<double> target, Span<double> spare, string name)
    {
        if (sample.IsEmpty) throw new ArgumentException($"The sample {name} is empty: it needs at least one value.", name);
        target = target[..sample.Length];
        if (!CopyNumbers(sample, target)) throw Unusable(sample, name, double.IsNaN, "NaN: drop missing values before the comparison");
        ValueSort.Sort(target, spare);
        return target;
    }

    /// <summary>As <see cref="Sorted"/>, and refuses infinities, whose differences have no value.</summary>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN or an infinity.</exception>
    public static Span<double> SortedFinite(ReadOnlySpan<double> sample, Span<double> target, Span<double> spare, string name)
    {
        Span<double> sorted = Sorted(sample, target, spare, name);
        if (double.IsInfinity(sorted[0]) || double.IsInfinity(sorted[^1]))
            throw Unusable(sample, name, double.IsInfinity, "infinite: a shift needs finite values, drop or cap them");
        return sorted;
    }

    /// <summary>Refuses an empty sample, NaN and infinities without sorting.</summary>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN or an infinity.</exception>
    public static void RequireFinite(ReadOnlySpan<double> sample, string name)
    {
        if (sample.IsEmpty) throw new ArgumentException($"The sample {name} is empty: it needs at least one value.", name);
        foreach (double value in sample)
        {
            if (double.IsFinite(value)) continue;
            throw double.IsNaN(value)
                ? Unusable(sample, name, double.IsNaN, "NaN: drop missing values before the comparison")
                : Unusable(sample, name, double.IsInfinity, "infinite: finite values are needed, drop or cap them");
        }
    }

    /// <summary>Copies the values, -0 as 0, and says whether none is NaN.</summary>
    private static bool CopyNumbers(ReadOnlySpan<double> sample, Span<double> target)
    {
        Vector<long> numbers = Vector<long>.AllBitsSet;
        int i = 0;
        for (; i <= sample.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> values = new Vector<double>(sample[i..]) + Vector<double>.Zero; // -0 + 0 is 0
            numbers &= Vector.Equals(values, values);
            values.CopyTo(target[i..]);
        }

        bool all = Vector.EqualsAll(numbers, Vector<long>.AllBitsSet);
        for (; i < sample.Length; i++)
        {
            target[i] = sample[i] + 0.0;
            all &= !double.IsNaN(sample[i]);
        }

        return all;
    }

    private static ArgumentException Unusable(ReadOnlySpan<double> sample, string name, Func<double, bool> isUnusable, string words)
    {
        int index = 0;
        while (!isUnusable(sample[index])) index++;
        return new ArgumentException($"The value at index {index} of the sample {name} is {words}.", name);
    }
}
