namespace CanaryJudge.Statistics;

/// <summary>What one window says: by how much the canary lies above the baseline, and what that weighs.</summary>
/// <param name="Value">Canary minus baseline on the compared scale; NaN for a window without both sides.</param>
/// <param name="Weight">Inverse to its variance, up to a factor common to all windows; 0 for a window without both sides.</param>
public readonly record struct WindowDifference(double Value, double Weight)
{
    /// <summary>A window without both sides.</summary>
    public static WindowDifference None { get; } = new(double.NaN, 0);
}
