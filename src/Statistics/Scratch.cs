namespace CanaryJudge.Statistics;

/// <summary>The rules for caller-owned scratch, once: long enough, and nobody's data.</summary>
internal static class Scratch
{
    /// <summary>A length in doubles as an int.</summary>
    /// <exception cref="ArgumentException">It exceeds what one array can hold.</exception>
    public static int Length(long doubles) => doubles <= Array.MaxLength
        ? (int)doubles
        : throw new ArgumentException($"The samples are too large for one scratch array: {doubles} doubles are needed, at most {Array.MaxLength} are possible. Thin the samples.", nameof(doubles));

    /// <summary>Cuts the scratch to the length that is needed.</summary>
    /// <exception cref="ArgumentException">It is too short, or overlaps a sample.</exception>
    public static Span<double> Take(Span<double> scratch, int needed, ReadOnlySpan<double> x, ReadOnlySpan<double> y = default)
    {
        if (scratch.Length < needed)
            throw new ArgumentException($"The scratch holds {scratch.Length} doubles, {needed} are needed: size it with ScratchLength.", nameof(scratch));
        scratch = scratch[..needed];
        if (scratch.Overlaps(x) || scratch.Overlaps(y))
            throw new ArgumentException("The scratch overlaps a sample, which would be overwritten: pass memory of its own.", nameof(scratch));
        return scratch;
    }
}
