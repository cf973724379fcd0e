using CanaryJudge.Analyzer.Analyses;

namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>Finds the targets that something with labels is about: those of the label canaryjudge_target, and of the matches in the settings.</summary>
internal sealed class TargetMatches(InboundOptions options)
{
    /// <summary>The label that names a target.</summary>
    public const string TargetLabel = "canaryjudge_target";

    /// <summary>The label that names its application; without it, any.</summary>
    public const string ApplicationLabel = "canaryjudge_application";

    /// <summary>The targets; none when it is about none.</summary>
    /// <param name="labels">The labels, by names that are compared without case.</param>
    public IReadOnlyList<(string Application, string Target)> Of(IReadOnlyDictionary<string, string> labels)
    {
        List<(string Application, string Target)> found = [];
        if (labels.TryGetValue(TargetLabel, out string? target)) found.Add((labels.GetValueOrDefault(ApplicationLabel, ""), target));
        found.AddRange(options.Matches.Values.Where(match => match.Labels.All(label => labels.GetValueOrDefault(label.Key) == label.Value)).Select(match => (match.Application, match.Target)));
        return [.. found.Where(one => IsName(one.Application, one.Target)).Distinct()];
    }

    // No analysis has a name that breaks the rules of names.
    private static bool IsName(string application, string target) =>
        !TextRule.Check("target", target, TextRule.Target).Any() && (application.Length == 0 || !TextRule.Check("application", application, TextRule.Name).Any());
}
