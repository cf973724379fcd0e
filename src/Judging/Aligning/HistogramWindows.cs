namespace CanaryJudge.Judging.Aligning;

/// <summary>Counts in buckets a window, both sides and the history over the same bounds.</summary>
/// <param name="Bounds">Upper bounds of the buckets, rising, finite; the last bucket, above the last bound, is the overflow.</param>
/// <param name="Counts">One row a window: bounds + 1 counts, each 0 or more, not cumulative; null is a missing window.</param>
public sealed record HistogramWindows(double[] Bounds, double[]?[] Counts) : SideWindows
{
    /// <inheritdoc/>
    public override int Count => Counts.Length;

    /// <inheritdoc/>
    public override bool IsPresent(int window) => Counts[window] is not null;

    /// <inheritdoc/>
    public override SideWindows First(int windows) => new HistogramWindows(Bounds, Counts[..windows]);
}
