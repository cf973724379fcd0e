namespace CanaryJudge.Judging.Aligning;

/// <summary>One term of a metric on one side: a number a window.</summary>
/// <param name="Values">The numbers; meaningful where the coverage is present.</param>
/// <param name="Coverage">Which windows are present, broken by a gap, or absent.</param>
internal sealed record TermWindows(double[] Values, Coverage Coverage)
{
    /// <summary>The number of a window; NaN when it is missing.</summary>
    public double At(int position) => Coverage.IsPresent(position) ? Values[position] : double.NaN;

    /// <summary>All windows, NaN where missing: the values, written over.</summary>
    public double[] OrNaN()
    {
        for (int p = 0; p < Values.Length; p++) Values[p] = At(p);
        return Values;
    }
}
