namespace CanaryJudge.Statistics;

/// <summary>Two, four or eight doubles that are worked on at once. Kernels are written once over this and loop over groups of as many as the processor has room for.</summary>
/// <remarks>
/// All operations go number by number, as IEEE 754 has them, and none is fused: the same bits at any width. One form over vectors of eight, made of narrower ones where there are none wider,
/// took 2.4 to 3.7 times as long without AVX and up to 1.8 times with AVX2: their operations were calls, and eight values want more registers than there are.
/// </remarks>
/// <typeparam name="T">The type itself.</typeparam>
internal interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>How many.</summary>
    static abstract int Count { get; }

    /// <summary>One number in all places.</summary>
    static abstract implicit operator T(double value);

    /// <summary>The numbers of a span from a place on.</summary>
    static abstract T From(ReadOnlySpan<double> values, int at);

    /// <summary>The same from a place within the span, whose length is a multiple of four; where it has ended, another number.</summary>
    static abstract T From(ReadOnlySpan<double> values, int at, double beyond);

    /// <summary>Writes the numbers into a span from a place on.</summary>
    void CopyTo(Span<double> values, int at);

    /// <summary>The same; of eight numbers the last four are left out where the span, whose length is a multiple of four, ends between them.</summary>
    void CopyWithin(Span<double> values, int at);

    /// <summary>The first number.</summary>
    double First();

    /// <summary>Their sum: what stands four apart, then two apart, then side by side.</summary>
    double Sum();

    /// <summary>The largest; NaN when one is.</summary>
    double Largest();

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T Sqrt(T value);

    /// <summary>The larger of each two; NaN when one is, and 0 above -0.</summary>
    static abstract T Max(T left, T right);

    /// <summary>The smaller of each two; NaN when one is, and -0 below 0.</summary>
    static abstract T Min(T left, T right);

    /// <summary>The larger of each two, in one instruction; any of both when one is NaN or both are 0.</summary>
    static abstract T MaxNative(T left, T right);

    /// <summary>The smaller of each two alike.</summary>
    static abstract T MinNative(T left, T right);

    /// <summary>True when each number on the left is at most that on the right.</summary>
    static abstract bool AllAtMost(T left, T right);

    /// <summary>Where left is less than right one number, elsewhere another.</summary>
    static abstract T WhereLess(T left, T right, T then, T otherwise);

    /// <summary>Whole numbers, kept as bits: one more where left is less than right.</summary>
    static abstract T CountLess(T counts, T left, T right);

    /// <summary>The same where left is at most right.</summary>
    static abstract T CountAtMost(T counts, T left, T right);

    /// <summary>A bit for each place, the first the lowest: set where both are equal.</summary>
    static abstract ulong EqualPlaces(T left, T right);

    /// <summary>The numbers' bits plus a whole number.</summary>
    static abstract T AddBits(T value, long bits);

    /// <summary>The bits of one number less those of another.</summary>
    static abstract T SubtractBits(T value, T bits);

    /// <summary>The bits that both have.</summary>
    static abstract T And(T value, long bits);

    /// <summary>The bits that one of both has.</summary>
    static abstract T Or(T value, long bits);

    /// <summary>The bits, moved up from the mantissa to the exponent.</summary>
    static abstract T ToExponent(T value);

    /// <summary>The bits, moved down from the exponent to the mantissa.</summary>
    static abstract T FromExponent(T value);
}
