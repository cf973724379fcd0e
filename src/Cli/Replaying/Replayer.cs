using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>From one line to what is printed about it. Pure: the same line and rules give the same text, on any thread.</summary>
internal static class Replayer
{
    /// <summary>Reads, judges and writes one line.</summary>
    public static Replayed Judge(ReplayItem item, ReplayRules rules, OutputFormat format, bool explains)
    {
        if (item.Text is null) return Wrong(item, [$"{item.File}: {item.Problem}"]);
        RecordingLine line = item.Text.Parse();
        if (line.Recording is null) return Wrong(item, [.. line.Violations.Select(violation => ViolationText.Line(item.File, violation))]);
        (Recording? recording, IReadOnlyList<Violation> violations) = rules.Apply(line.Recording, line.Line);
        if (recording is null) return Wrong(item, [.. violations.Select(violation => ViolationText.Line(item.File, violation))]);
        try
        {
            Verdict verdict = Judging.Judge.Evaluate(recording.Policy, recording.Metrics);
            Explanation? explanation = explains ? Explanation.Of(recording, verdict) : null;
            return new Replayed(item.File, verdict.Outcome, ReplayedText.Write(recording, verdict, explanation, format), [], explanation);
        }
        catch (ArgumentException cause)
        {
            return Wrong(item, [ViolationText.Line(item.File, new Violation("", cause.Message, "", line.Line, 1))]);
        }
    }

    private static Replayed Wrong(ReplayItem item, IReadOnlyList<string> problems) => new(item.File, null, null, problems);
}
