using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Sources.Recordings;

namespace CanaryJudge.Cli.Replaying;

/// <summary>How one verdict of a replay is printed.</summary>
internal static class ReplayedText
{
    private const int Indent = 2;

    /// <summary>The verdict without a line feed at its end.</summary>
    /// <param name="recording">What was judged.</param>
    /// <param name="verdict">The answer.</param>
    /// <param name="explanation">The verdict beside the recorded one; null when that was not asked for.</param>
    /// <param name="format">Ndjson for one JSON object, text for a headline with its reason below.</param>
    public static string Write(Recording recording, Verdict verdict, Explanation? explanation, OutputFormat format)
    {
        // A rollout on pause is over at its horizon, however few windows were recorded.
        int interval = verdict.Outcome == VerdictOutcome.Pause ? recording.Policy.Horizon : verdict.WindowsElapsed;
        return format == OutputFormat.Text ? People(recording, verdict, explanation, interval) : Machine(recording.Id, verdict, explanation, interval);
    }

    private static string Machine(string id, Verdict verdict, Explanation? explanation, int interval) => Json.Text(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("verdict", Words.Machine(verdict.Outcome));
        json.WriteNumber("interval", interval);
        if (verdict.ByHorizon) json.WriteBoolean("by_horizon", value: true);
        json.WriteString("reason", verdict.Reason);
        if (explanation is not null) ExplanationText.Write(json, explanation);
        json.WriteEndObject();
    });

    private static string People(Recording recording, Verdict verdict, Explanation? explanation, int interval)
    {
        string when = verdict.Outcome == VerdictOutcome.Pause ? $"still at the horizon of {Counted.Of(interval, "window")}" : $"after {interval} of {Counted.Of(recording.Policy.Horizon, "window")}";
        var text = new StringBuilder($"{Printable.OneLine(recording.Id)}: {Words.Headline(verdict)} {when}");
        Wrap(text, verdict.Reason);
        if (explanation is not null) Wrap(text, ExplanationText.Sentence(explanation));
        return text.ToString();
    }

    private static void Wrap(StringBuilder text, string sentence)
    {
        int column = Terminal.DefaultWidth;
        foreach (string word in Printable.OneLine(sentence).Split(' '))
        {
            bool starts = column + 1 + word.Length > Terminal.DefaultWidth;
            text.Append(starts ? "\n  " : " ").Append(word);
            column = (starts ? Indent : column + 1) + word.Length;
        }
    }
}
