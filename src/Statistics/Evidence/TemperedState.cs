using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The running sums of <see cref="TemperedRatioEvidence"/>, laid over the caller's doubles; all zero is the empty state.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TemperedState
{
    public LagSums Lags;
    public DifferenceSums Differences;
    public double PastEvents;
    public double PastTrials;
    public double Events;
    public double Trials;
    public double CanaryTrials;
    public double InverseTrials;
    public double LnSafeKey;
    public double LnExposure;
    public RatioState.EffectLogs Keys;
}
