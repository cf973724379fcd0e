namespace CanaryJudge.Judging.Sequential;

/// <summary>Hands out the numbers of a state in the order in which they were written. What is not there, or cannot be, marks it as damaged and reads as 0.</summary>
/// <param name="numbers">What was written.</param>
/// <param name="windows">Judged windows that the state stands after: no count in it may be larger.</param>
internal ref struct StateReader(ReadOnlySpan<double> numbers, int windows)
{
    private ReadOnlySpan<double> rest = numbers;

    /// <summary>Judged windows that the state stands after.</summary>
    public readonly int Windows => windows;

    /// <summary>True once something was wrong.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>True when all is read and nothing was wrong.</summary>
    public readonly bool IsWhole => !IsDamaged && rest.IsEmpty;

    /// <summary>A count.</summary>
    /// <param name="most">The most it can be.</param>
    public int Number(int most)
    {
        ReadOnlySpan<double> one = Take(1);
        if (one.Length == 1 && one[0] >= 0 && one[0] <= most && double.IsInteger(one[0])) return (int)one[0];
        IsDamaged = true;
        return 0;
    }

    /// <summary>Fills a row.</summary>
    public void Read(Span<double> into) => Take(into.Length).CopyTo(into);

    /// <summary>A count of at most <see cref="Windows"/>, and so many entries.</summary>
    /// <param name="width">Numbers an entry.</param>
    public ReadOnlySpan<double> Row(int width) => Take(width * Number(Windows));

    /// <summary>The next numbers; empty when there are not so many.</summary>
    public ReadOnlySpan<double> Take(int count)
    {
        if (IsDamaged || rest.Length < count)
        {
            IsDamaged = true;
            return default;
        }

        ReadOnlySpan<double> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
