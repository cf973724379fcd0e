using System.Text.Json;

namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>The scores for programs: counts and medians, so that shares can be pooled.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The report; a median of nothing is null.</summary>
    public static string Of(Board board, Options options) => JsonSerializer.Serialize(
        new
        {
            seeds = options.Seeds,
            rollouts = options.Rollouts,
            history = options.History,
            judges = options.Judges.ToDictionary(j => j.Name, j => new { all = Numbers(board.Of(j)), families = options.Families.ToDictionary(f => f.Name, f => Numbers(board.Of(j, f))) }),
        },
        Indented) + "\n";

    private static object Numbers(Score score) => new
    {
        healthy = score.Healthy,
        false_rollbacks = score.FalseRollbacks,
        promoted = score.Promoted,
        median_windows_to_promote = Finite(score.MedianToPromote),
        degraded = score.Degraded,
        detected = score.Detected,
        median_windows_to_detect = Finite(score.MedianToDetect),
        wrongly_promoted = score.WronglyPromoted,
        mean_windows_on_degraded = Finite(score.MeanOnDegraded),
    };

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;
}
