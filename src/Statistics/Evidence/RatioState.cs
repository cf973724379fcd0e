using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>The running sums of <see cref="RatioEvidence"/>, laid over the caller's doubles; all zero is the empty state.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RatioState
{
    public LagSums Lags;
    public DifferenceSums Differences;
    public double BaselineEvents;
    public double BaselineTrials;
    public double CanaryEvents;
    public double CanaryTrials;
    public double LnSafeKey;
    public double LnExposure;
    public EffectLogs Keys;

    [InlineArray(EffectGrid.Count)]
    internal struct EffectLogs
    {
        private double _first;
    }
}
