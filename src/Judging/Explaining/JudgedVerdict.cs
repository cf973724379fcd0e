using System.Reflection;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Explaining;

/// <summary>A verdict with every number it stands on, by name: what a recording keeps, so that a later version can say where it differs.</summary>
/// <param name="Version">The version that judged, such as 0.1.0.</param>
/// <param name="Outcome">Promote, pause or rollback.</param>
/// <param name="Interval">Windows elapsed at the verdict, warm-up included.</param>
/// <param name="Reason">Why, for people. Its words may change between versions.</param>
/// <param name="Metrics">One entry a metric, in the policy's order.</param>
public sealed record JudgedVerdict(string Version, VerdictOutcome Outcome, int Interval, string Reason, IReadOnlyList<JudgedMetric> Metrics)
{
    /// <summary>Its numbers that are of no metric, each name once: the score of judge kayenta. Empty for the others.</summary>
    public IReadOnlyList<JudgedNumber> Numbers { get; init; } = [];

    /// <summary>The version of this judge.</summary>
    public static string ThisVersion { get; } = VersionOf(typeof(JudgedVerdict).Assembly);

    /// <summary>Names the numbers of a verdict of this version.</summary>
    /// <param name="policy">The rules it was judged by.</param>
    /// <param name="metrics">The windows that were judged.</param>
    /// <param name="verdict">What <see cref="Judge.Evaluate"/> said of them.</param>
    /// <remarks>O(n) in the windows: what judges carry from window to window is gone through once more.</remarks>
    public static JudgedVerdict Of(CanaryPolicy policy, IReadOnlyList<MetricWindows> metrics, Verdict verdict)
    {
        IReadOnlyList<JudgedCurve>[] curves = JudgedCurves.Of(policy, metrics, verdict.WindowsElapsed);
        JudgedMetric[] judged = [.. verdict.Judgements.Select((judgement, m) => new JudgedMetric(judgement.Windows.Metric.Name, judgement.Outcome, JudgedNumbers.Of(judgement), curves[m]))];
        return new(ThisVersion, verdict.Outcome, verdict.WindowsElapsed, verdict.Reason, judged) { Numbers = verdict.Score is { } score ? JudgedNumbers.Of(score) : [] };
    }

    private static string VersionOf(Assembly assembly)
    {
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        int commit = version.IndexOf('+', StringComparison.Ordinal);
        return commit < 0 ? version : version[..commit];
    }
}
