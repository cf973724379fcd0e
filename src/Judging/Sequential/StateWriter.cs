namespace CanaryJudge.Judging.Sequential;

/// <summary>Collects the numbers of a state.</summary>
internal sealed class StateWriter
{
    private double[] numbers = new double[256];
    private int length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<double> Written => numbers.AsSpan(0, length);

    /// <summary>Writes one number; an int is one too.</summary>
    public void Write(double number) => Next(1)[0] = number;

    /// <summary>Writes some.</summary>
    public void Write(ReadOnlySpan<double> row) => row.CopyTo(Next(row.Length));

    /// <summary>Room for the next numbers, to be filled before anything else is written.</summary>
    public Span<double> Next(int count)
    {
        if (numbers.Length - length < count) Array.Resize(ref numbers, Math.Max(2 * numbers.Length, length + count));
        length += count;
        return numbers.AsSpan(length - count, count);
    }
}
