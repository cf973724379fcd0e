using CanaryJudge.Judging.Measuring;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The target that a series comes from: what the labels job and instance name. Series without them are taken as one target.</summary>
/// <param name="Job">The job; empty when the series has none.</param>
/// <param name="Instance">The instance; empty when the series has none.</param>
internal readonly record struct TargetName(string Job, string Instance)
{
    /// <summary>The target of a series.</summary>
    public static TargetName Of(FetchedSeries series) => new(series.Labels.GetValueOrDefault("job", ""), series.Labels.GetValueOrDefault("instance", ""));
}
