using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Kayenta;

/// <summary>From labels to a score: the share of passes of each group, and the weighted mean of the groups.</summary>
internal static class CanaryScores
{
    /// <summary>The score of all metrics.</summary>
    /// <param name="scoring">Thresholds and weights.</param>
    /// <param name="metrics">The metrics with their labels. A metric of several groups counts in each.</param>
    /// <param name="isCritical">True when a critical metric failed: the score is 0 then.</param>
    public static CanaryScore Of(KayentaScoring scoring, IReadOnlyList<LabelledMetric> metrics, bool isCritical)
    {
        string[] names = [.. metrics.SelectMany(metric => metric.Groups).Distinct(StringComparer.Ordinal)];
        double rest = scoring.WeightOfOthers(names);
        GroupScore[] groups =
        [
            .. from name in names
               let members = metrics.Where(metric => metric.Groups.Contains(name)).ToArray()
               select new GroupScore(name, scoring.Weights.GetValueOrDefault(name, rest), members.Sum(m => m.Passed), members.Sum(m => m.Labelled)),
        ];
        GroupScore[] scored = [.. groups.Where(group => group.Labelled > 0)];
        double value = scored.Length == 0 ? double.NaN : scored.Sum(group => group.Weight * group.Value) / scored.Sum(group => group.Weight);
        return new CanaryScore(isCritical ? 0 : Math.Round(value, 2, MidpointRounding.AwayFromZero), scoring.Pass, scoring.Marginal, groups);
    }

    /// <summary>A group for people: "errors 50 (1 of 2, weight 60)".</summary>
    public static string Shown(GroupScore group) => group.Labelled == 0
        ? $"{group.Name} without data"
        : $"{group.Name} {Figures.Number(group.Value, 5)} ({group.Passed} of {group.Labelled}, weight {Figures.Number(group.Weight, 4)})";
}
