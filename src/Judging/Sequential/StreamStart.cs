using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Sequential;

/// <summary>What a metric's streams start from; only windows up to <paramref name="Now"/> are read.</summary>
/// <param name="Metric">The metric with its windows.</param>
/// <param name="Judged">First window that is judged.</param>
/// <param name="Now">Newest window that may be looked at.</param>
/// <param name="Horizon">Windows, warm-up included, at which the rollout is over.</param>
/// <param name="Parameters">The constants.</param>
internal readonly record struct StreamStart(MetricWindows Metric, int Judged, int Now, int Horizon, SequentialParameters Parameters)
{
    private const int MostRoom = 512;

    /// <summary>Windows to make room for at once; a longer rollout grows as it goes.</summary>
    public int Capacity => Math.Clamp(Horizon - Judged, 1, MostRoom);
}
