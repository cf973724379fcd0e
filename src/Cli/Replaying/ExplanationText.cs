using System.Text.Json;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Explaining;

namespace CanaryJudge.Cli.Replaying;

/// <summary>How a verdict beside the recorded one is printed.</summary>
internal static class ExplanationText
{
    /// <summary>One sentence for people.</summary>
    public static string Sentence(Explanation explanation)
    {
        if (explanation.Recorded is not { } recorded) return "No verdict is recorded: there is nothing to compare with.";
        if (explanation.First is not { } first) return $"The same as version {recorded.Version} recorded, to the bit.";
        string was = $"Version {recorded.Version} recorded {Words.Human(recorded.Outcome)} after {Counted.Of(recorded.Interval, "window")}, this is {JudgedVerdict.ThisVersion}.";
        string owner = first.Metric.Length > 0 ? $"{first.Metric} {first.Number}" : $"the {first.Number}";
        return $"{was} The first difference is in window {first.Window}: {owner} was {first.Recorded} and is {first.Now}.";
    }

    /// <summary>The fields for machines.</summary>
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteString("version", JudgedVerdict.ThisVersion);
        if (explanation.Recorded is not { } recorded)
        {
            foreach (string name in (string[])["same", "recorded", "first_difference"]) json.WriteNull(name);
            return;
        }

        json.WriteBoolean("same", explanation.IsSame);
        json.WriteStartObject("recorded");
        json.WriteString("version", recorded.Version);
        json.WriteString("verdict", Words.Machine(recorded.Outcome));
        json.WriteNumber("interval", recorded.Interval);
        json.WriteString("reason", recorded.Reason);
        json.WriteEndObject();
        if (explanation.First is not { } first)
        {
            json.WriteNull("first_difference");
            return;
        }

        json.WriteStartObject("first_difference");
        json.WriteNumber("window", first.Window);
        json.WriteString("metric", first.Metric);
        json.WriteString("number", first.Number);
        json.WriteString("recorded", first.Recorded);
        json.WriteString("now", first.Now);
        json.WriteEndObject();
    }
}
