using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Explaining;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>A verdict beside the one that was recorded.</summary>
/// <param name="Recorded">The recorded one; null when the recording has none.</param>
/// <param name="First">The first number that differs; null when all are the same, or nothing was recorded.</param>
internal sealed record Explanation(JudgedVerdict? Recorded, VerdictDifference? First)
{
    /// <summary>True when the verdict and all its numbers are the recorded ones, to the bit.</summary>
    public bool IsSame => Recorded is not null && First is null;

    /// <summary>Compares.</summary>
    /// <param name="recording">What was judged.</param>
    /// <param name="verdict">What this version says of it.</param>
    public static Explanation Of(Recording recording, Verdict verdict)
    {
        if (recording.Judged is not { } recorded) return new(null, null);
        JudgedVerdict now = JudgedVerdict.Of(recording.Policy, recording.Metrics, verdict);
        return new(recorded, VerdictDifference.Of(recorded, now, verdict.WindowsElapsed == recorded.Interval ? now : Then(recording, recorded.Interval)));
    }

    // A verdict that comes later now is compared at the window of the earlier one, where both have numbers.
    private static JudgedVerdict Then(Recording recording, int windows)
    {
        Recording early = recording.Until(windows);
        return JudgedVerdict.Of(early.Policy, early.Metrics, Judge.Evaluate(early.Policy, early.Metrics));
    }
}
