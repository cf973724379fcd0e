namespace CanaryJudge.Judging.Aligning;

/// <summary>Bad events and all events a window.</summary>
/// <param name="Bad">Events that count as bad: 0 or more, at most the total; NaN is missing.</param>
/// <param name="Total">All events: 0 or more; NaN is missing.</param>
public sealed record RatioWindows(double[] Bad, double[] Total) : SideWindows
{
    /// <inheritdoc/>
    public override int Count => Total.Length;

    /// <inheritdoc/>
    public override bool IsPresent(int window) => !double.IsNaN(Bad[window]) && !double.IsNaN(Total[window]);

    /// <inheritdoc/>
    public override SideWindows First(int windows) => new RatioWindows(Bad[..windows], Total[..windows]);
}
