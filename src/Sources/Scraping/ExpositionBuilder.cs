using System.Text;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Collects an exposition line by line.</summary>
internal sealed class ExpositionBuilder(ExpositionFormat format, ExpositionLimits limits)
{
    private readonly bool openMetrics = format == ExpositionFormat.OpenMetrics;
    private readonly Dictionary<string, ExpositionFamily> families = new(StringComparer.Ordinal);
    private readonly List<ExpositionPoint> points = [];

    /// <summary>True after OpenMetrics' end mark.</summary>
    public bool Ended { get; private set; }

    /// <summary>What was collected.</summary>
    public Exposition Build() => new(families, points);

    /// <summary>Takes one line without its line feed.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="line">Its number, from 1.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Take(ReadOnlySpan<byte> text, int line)
    {
        if (Ended) return "something follows # EOF";
        var cursor = new ExpositionCursor(text, openMetrics, limits);
        if (!openMetrics) cursor.SkipBlanks();
        if (cursor.AtEnd) return openMetrics ? "the line is empty" : null;
        return cursor.TakeIf((byte)'#') ? TakeComment(ref cursor) : TakePoint(ref cursor, line);
    }

    private string? TakeComment(ref ExpositionCursor cursor)
    {
        if (!cursor.Separator()) return Plain("is followed by no blank");
        ReadOnlySpan<byte> word = cursor.Word();
        if (openMetrics && cursor.AtEnd && word.SequenceEqual("EOF"u8))
        {
            Ended = true;
            return null;
        }
        bool isType = word.SequenceEqual("TYPE"u8), isHelp = word.SequenceEqual("HELP"u8), isUnit = openMetrics && word.SequenceEqual("UNIT"u8);
        if (!isType && !isHelp && !isUnit) return Plain("is not HELP, TYPE, UNIT or EOF");
        if (!cursor.Separator() || cursor.MetricName() is not { } name) return cursor.Fault ?? "a metric's name is missing";
        ExpositionFamily family = families.GetValueOrDefault(name) ?? new ExpositionFamily(name);
        if (families.Count >= limits.MaxPoints && !families.ContainsKey(name)) return $"there are more than {limits.MaxPoints} families";
        string rest = cursor.Separator() ? Encoding.UTF8.GetString(cursor.Rest()) : "";
        if (!openMetrics && !isHelp) rest = rest.TrimEnd(' ', '\t');
        if (isHelp) return Keep(family with { Help = UnescapedHelp(rest) });
        if (isUnit) return rest.Length == 0 || name.EndsWith("_" + rest, StringComparison.Ordinal) ? Keep(family with { Unit = rest }) : $"the name '{Shown(name)}' does not end in its unit '{Shown(rest)}'";
        if (!IsType(rest)) return $"'{Shown(rest)}' is no type of metric";
        // The same line twice is harmless (concatenated pages have it); two that differ are not.
        return family.Type.Length == 0 || family.Type == rest ? Keep(family with { Type = rest }) : $"'{Shown(name)}' has two types, {family.Type} and {rest}";
    }

    private string? Keep(ExpositionFamily family)
    {
        families[family.Name] = family;
        return null;
    }

    /// <summary>A comment for people: OpenMetrics has none.</summary>
    private string? Plain(string what) => openMetrics ? $"the word after # {what}" : null;

    private string? TakePoint(ref ExpositionCursor cursor, int line)
    {
        if (points.Count >= limits.MaxPoints) return $"there are more than {limits.MaxPoints} points";
        if (cursor.MetricName() is not { } name) return cursor.Fault;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [ExpositionPoint.NameLabel] = name };
        if (!openMetrics) cursor.SkipBlanks();
        bool braces = cursor.TakeIf((byte)'{');
        if (braces && !cursor.Labels(labels)) return cursor.Fault;
        // Between a name and a brace blanks are free in Prometheus text; between a name and a value there is at least one.
        if (!(cursor.Separator() || (!openMetrics && (braces || cursor.AfterBlank)))) return cursor.AtEnd ? "the value is missing" : "a blank is missing before the value";
        if (!cursor.Number(out double value)) return cursor.Fault;

        long? timeMillis = null;
        if (cursor.Separator() && !cursor.AtEnd && !cursor.Peek((byte)'#'))
        {
            if (!cursor.TimeMillis(out long millis)) return cursor.Fault;
            timeMillis = millis;
            cursor.Separator();
        }
        if (openMetrics && cursor.AfterBlank && cursor.TakeIf((byte)'#'))
        {
            if (!cursor.Exemplar()) return cursor.Fault;
        }
        else if (openMetrics && cursor.AfterBlank && cursor.AtEnd) return "the line ends in a blank";
        if (!cursor.AtEnd) return $"'{Shown(Encoding.UTF8.GetString(cursor.Rest()))}' follows the value";
        points.Add(new ExpositionPoint(labels, value, timeMillis, line));
        return null;
    }

    private bool IsType(string type) => type switch
    {
        "counter" or "gauge" or "histogram" or "summary" => true,
        "untyped" => !openMetrics,
        "unknown" or "info" or "stateset" or "gaugehistogram" => openMetrics,
        _ => false,
    };

    private string UnescapedHelp(string help)
    {
        if (!help.Contains('\\')) return help;
        var plain = new StringBuilder(help.Length);
        for (int i = 0; i < help.Length; i++)
        {
            char next = help[i] == '\\' && i + 1 < help.Length ? help[i + 1] : '\0';
            bool escaped = next is '\\' or 'n' || (openMetrics && next == '"');
            plain.Append(!escaped ? help[i] : next == 'n' ? '\n' : next);
            if (escaped) i++;
        }
        return plain.ToString();
    }

    /// <summary>Text for a message: bounded, on one line.</summary>
    internal static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= 80) return shown.Append("...").ToString();
            if (Rune.IsControl(rune)) shown.Append($"\\u{rune.Value:x4}");
            else shown.Append(rune);
        }
        return shown.ToString();
    }
}
