using System.Text;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Cli.Rendering;

/// <summary>The domain's names as they are printed.</summary>
internal static class Words
{
    /// <summary>A name for machines: NoData is "no_data".</summary>
    public static string Machine(Enum value)
    {
        var name = new StringBuilder();
        foreach (char c in value.ToString())
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    /// <summary>A name for people: NoData is "no data".</summary>
    public static string Human(Enum value) => Machine(value).Replace('_', ' ');

    /// <summary>The verdict in capitals; a pause because nothing is known says so, and an outcome that the policy's rule for the horizon gave.</summary>
    public static string Headline(Verdict verdict) => verdict.CouldNotJudge ? "COULD NOT JUDGE" : Human(verdict.Outcome).ToUpperInvariant() + (verdict.ByHorizon ? " BY HORIZON" : "");
}
