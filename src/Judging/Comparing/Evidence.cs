namespace CanaryJudge.Judging.Comparing;

/// <summary>Evidence against its two thresholds. Evidence is a bet against a hypothesis: at 1/p it has grown as a p-value of p would say, at any look.</summary>
/// <param name="LogHarm">ln of the evidence for harm of at least the margin; infinity when a drift is beyond doubt.</param>
/// <param name="HarmThreshold">ln of the evidence that proves harm, above 0.</param>
/// <param name="LogSafe">ln of the evidence for safety within the margin.</param>
/// <param name="SafeThreshold">ln of the evidence that proves safety, above 0.</param>
/// <param name="WindowsLeft">Windows until one of them is crossed at the present pace; infinity when neither comes nearer.</param>
/// <param name="CanaryExposureLeft">The same in the canary's exposure (requests); null for a series, infinity as above.</param>
public sealed record Evidence(double LogHarm, double HarmThreshold, double LogSafe, double SafeThreshold, double WindowsLeft, double? CanaryExposureLeft)
{
    /// <summary>How far harm is proven: 0 none, 1 proven.</summary>
    public double HarmShare => Share(LogHarm, HarmThreshold);

    /// <summary>How far safety is proven: 0 none, 1 proven.</summary>
    public double SafeShare => Share(LogSafe, SafeThreshold);

    private static double Share(double log, double threshold) => double.IsNaN(log) ? 0 : Math.Clamp(log / threshold, 0, 1);
}
