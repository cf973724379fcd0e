namespace CanaryJudge.Judging.Aligning;

/// <summary>Events and exposure a window.</summary>
/// <param name="Events">Events: 0 or more; NaN is missing.</param>
/// <param name="Exposure">Exposure in any unit, such as pod-seconds: 0 or more; NaN is missing.</param>
public sealed record CountWindows(double[] Events, double[] Exposure) : SideWindows
{
    /// <inheritdoc/>
    public override int Count => Exposure.Length;

    /// <inheritdoc/>
    public override bool IsPresent(int window) => !double.IsNaN(Events[window]) && !double.IsNaN(Exposure[window]);

    /// <inheritdoc/>
    public override SideWindows First(int windows) => new CountWindows(Events[..windows], Exposure[..windows]);
}
