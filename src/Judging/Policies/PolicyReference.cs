using System.Text;
using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Policies;

/// <summary>The reference of policy documents for people, made from the parser's own table of keys: what the schema says, in words.</summary>
public static class PolicyReference
{
    private const string Head = """
        # Policy reference

        Made by `canaryjudge policy reference` from the table of keys that the parser and the JSON Schema are made from; `eng/renew-docs.sh` writes it again. What the rules mean, and how to choose
        them, is in [policy.md](policy.md).

        Every key that is not here is an error, and so is a repeated one. A key that is not marked *required* may be left out.

        """;

    private static readonly Lazy<string> Text = new(Write);

    /// <summary>Markdown: a table a map, a row a key.</summary>
    public static string Markdown => Text.Value;

    /// <summary>The anchor of a table's heading.</summary>
    internal static string Anchor(KeyTable table) => table.Title.Replace(' ', '-').ToLowerInvariant();

    private static string Write()
    {
        StringBuilder text = new(Head.ReplaceLineEndings("\n"));
        KeyTable[] metrics = [.. PolicyWords.Kinds.Select(kind => PolicyKeys.MetricOf(kind.Value))];
        foreach (KeyTable table in (KeyTable[])[PolicyKeys.Document, PolicyKeys.MetadataKeys, PolicyKeys.SpecKeys, PolicyKeys.ThresholdKeys, PolicyKeys.KayentaKeys, .. metrics, PolicyKeys.EffectSizeKeys, PolicyKeys.MarginKeys, PolicyKeys.CounterReadings, PolicyKeys.ExposureReadings])
        {
            text.Append($"\n## {char.ToUpperInvariant(table.Title[0])}{table.Title[1..]}\n\n| key | value | meaning | example |\n|---|---|---|---|\n");
            foreach (PolicyKey key in table.Keys)
                text.Append($"| `{key.Name}`{(key.IsRequired ? " *required*" : "")} | {Cell(Value(key))} | {Cell(key.Meaning)} | {Code(key.Example)} |\n");
        }

        return text.ToString();
    }

    // The keys of a margin are no margins themselves.
    private static string Value(PolicyKey key) => key switch
    {
        _ when key == PolicyKeys.Absolute => "a number above 0; for a ratio also `0.5pp`",
        _ when key == PolicyKeys.Relative => "`10%`, or a number above 0",
        _ when key == PolicyKeys.Floor => "a number, 0 or more; for a ratio also `0.5pp`",
        _ => ShapeWords.Of(key.Shape),
    };

    private static string Code(string example) => "`" + example.Replace("|", "\\|", StringComparison.Ordinal) + "`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
