using System.Text;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
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
    /// <param name="format">Ndjson for one JSON object, text for a headline with its reason below.</param>
    public static string Write(Recording recording, Verdict verdict, OutputFormat format)
    {
        // A rollout on pause is over at its horizon, however few windows were recorded.
        int interval = verdict.Outcome == VerdictOutcome.Pause ? recording.Policy.Horizon : verdict.WindowsElapsed;
        return format == OutputFormat.Text ? People(recording, verdict, interval) : Machine(recording.Id, verdict, interval);
    }

    private static string Machine(string id, Verdict verdict, int interval) => Json.Text(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("verdict", Words.Machine(verdict.Outcome));
        json.WriteNumber("interval", interval);
        json.WriteString("reason", verdict.Reason);
        json.WriteEndObject();
    });

    private static string People(Recording recording, Verdict verdict, int interval)
    {
        string when = verdict.Outcome == VerdictOutcome.Pause ? $"still at the horizon of {interval} windows" : $"after {interval} of {recording.Policy.Horizon} windows";
        var text = new StringBuilder($"{Printable.OneLine(recording.Id)}: {Words.Headline(verdict)} {when}");
        int column = Terminal.DefaultWidth;
        foreach (string word in Printable.OneLine(verdict.Reason).Split(' '))
        {
            bool starts = column + 1 + word.Length > Terminal.DefaultWidth;
            text.Append(starts ? "\n  " : " ").Append(word);
            column = (starts ? Indent : column + 1) + word.Length;
        }

        return text.ToString();
    }
}
