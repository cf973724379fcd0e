using System.Text;

namespace CanaryJudge.Cli.Tests.Replaying;

/// <summary>Recorded rollouts of one ratio metric: 2,000 requests a window and side, 1 % of them bad on the baseline.</summary>
internal static class Rollouts
{
    /// <summary>Windows recorded, which is the horizon too unless a rollout says otherwise.</summary>
    public const int Windows = 12;

    /// <summary>A canary as good as its baseline.</summary>
    public static string Good(string id) => Line(id, canaryBad: 20);

    /// <summary>A canary with 30 % bad requests.</summary>
    public static string Broken(string id) => Line(id, canaryBad: 600);

    /// <summary>A canary half-way to its margin, where evidence drifts neither way; of its 40 windows 12 are recorded.</summary>
    public static string Unclear(string id) => Line(id, canaryBad: 25).Replace("\"horizon\":12", "\"horizon\":40", StringComparison.Ordinal);

    /// <summary>Rollouts of all three sorts, and those between.</summary>
    public static string Mixed(int count)
    {
        var text = new StringBuilder();
        for (int k = 0; k < count; k++) text.Append(Line($"mixed/{k}", 15 + (k * 7 % 40))).Append('\n');
        return text.ToString();
    }

    /// <summary>One line.</summary>
    /// <param name="id">The rollout's name.</param>
    /// <param name="canaryBad">Bad requests a window.</param>
    /// <param name="rules">Further fields of the rollout, each followed by a comma.</param>
    public static string Line(string id, int canaryBad, string rules = "")
    {
        // A little movement, the same on both sides, so that no window is exactly like the last.
        string bad = string.Join(',', Enumerable.Range(0, Windows).Select(k => 20 + (k * 5 % 7) - 3));
        string worse = string.Join(',', Enumerable.Range(0, Windows).Select(k => canaryBad + (k * 4 % 7) - 3));
        string total = string.Join(',', Enumerable.Repeat(2000, Windows));
        return $$$"""{"format":"canaryjudge.io/recording/v1","id":"{{{id}}}",{{{rules}}}"interval_seconds":60,"warmup":2,"horizon":{{{Windows}}},"metrics":[{"name":"error_rate","kind":"ratio","direction":"increase","margin":{"absolute":0.005},"critical":true,"baseline":{"bad":[{{{bad}}}],"total":[{{{total}}}]},"canary":{"bad":[{{{worse}}}],"total":[{{{total}}}]}}]}""";
    }
}
