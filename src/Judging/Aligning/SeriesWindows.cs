namespace CanaryJudge.Judging.Aligning;

/// <summary>One number a window.</summary>
/// <param name="Values">The values, in the metric's unit; NaN is missing.</param>
public sealed record SeriesWindows(double[] Values) : SideWindows
{
    /// <inheritdoc/>
    public override int Count => Values.Length;

    /// <inheritdoc/>
    public override bool IsPresent(int window) => !double.IsNaN(Values[window]);

    /// <inheritdoc/>
    public override SideWindows First(int windows) => new SeriesWindows(Values[..windows]);
}
