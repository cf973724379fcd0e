using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>What a history says of a row of counts, as each form of evidence asks for it.</summary>
/// <param name="Ratio">For the first design's two keys.</param>
/// <param name="Bursts">For the tempered key.</param>
/// <param name="IsCentred">How the first design estimates dispersion given a history.</param>
internal readonly record struct CountPrior(RatioPrior Ratio, BurstPrior Bursts, bool IsCentred = false)
{
    /// <summary>Nothing is known.</summary>
    public static CountPrior WithoutHistory => new(RatioPrior.WithoutHistory, BurstPrior.WithoutHistory);
}
