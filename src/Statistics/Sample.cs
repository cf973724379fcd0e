namespace CanaryJudge.Statistics;

/// <summary>The rules for a sample at the public edge: never empty, never NaN, and finite where values are subtracted.</summary>
internal static class Sample
{
    /// <summary>Copies the sample into <paramref name="target"/> and sorts it there; infinities are allowed and sort last and first.</summary>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN.</exception>
    public static Span<double> Sorted(ReadOnlySpan<double> sample, Span<double> target, string name)
    {
        if (sample.IsEmpty) throw new ArgumentException($"The sample {name} is empty: it needs at least one value.", name);
        target = target[..sample.Length];
        sample.CopyTo(target);
        target.Sort();
        if (double.IsNaN(target[0])) throw Unusable(sample, name, double.IsNaN, "NaN: drop missing values before the comparison");
        return target;
    }

    /// <summary>As <see cref="Sorted"/>, and refuses infinities, whose differences have no value.</summary>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN or an infinity.</exception>
    public static Span<double> SortedFinite(ReadOnlySpan<double> sample, Span<double> target, string name)
    {
        Span<double> sorted = Sorted(sample, target, name);
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

    private static ArgumentException Unusable(ReadOnlySpan<double> sample, string name, Func<double, bool> isUnusable, string words)
    {
        int index = 0;
        while (!isUnusable(sample[index])) index++;
        return new ArgumentException($"The value at index {index} of the sample {name} is {words}.", name);
    }
}
