using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>A family of simulated rollouts.</summary>
/// <param name="Name">Its name on the command line and in the tables.</param>
/// <param name="About">What happens in it.</param>
/// <param name="DegradedBy">What a degraded canary does.</param>
/// <param name="Make">Draws the windows for a harm of this size; 0 is healthy.</param>
/// <param name="Harm">The size.</param>
/// <param name="KnownRate">The true error rate where it is one constant and errors are independent; else null.</param>
/// <param name="KnownNoise">The true noise of the differences of a series, where it is normal; else null.</param>
internal sealed record Family(string Name, string About, string DegradedBy, Func<Draw, double, IReadOnlyList<MetricWindows>> Make, double Harm, double? KnownRate = null, SeriesNoise? KnownNoise = null);
