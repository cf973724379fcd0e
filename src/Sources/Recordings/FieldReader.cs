using System.Text;
using System.Text.Json;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads the fields of one line's JSON, strictly, and notes what is wrong with the path of where it is.</summary>
/// <remarks>Each method that reads a value stands on its first token and leaves the reader on its last one. What is not JSON at all throws <see cref="JsonException"/>.</remarks>
internal ref struct FieldReader(ReadOnlySpan<byte> text, int line, List<Violation> violations)
{
    /// <summary>How an infinite number of a verdict is written.</summary>
    public const string Infinity = "infinity";

    /// <summary>The same below 0.</summary>
    public const string MinusInfinity = "-infinity";

    private readonly ReadOnlySpan<byte> text = text;
    private Utf8JsonReader json = new(text);
    private int begin; // where in the text the JSON reader begins: a list read from its bytes is stepped over
    private string at = "";
    private string atField = "";
    private int index = -1;

    /// <summary>Where the reader is, for what is not JSON.</summary>
    public readonly string Path => index >= 0 ? $"{at}[{index}]" : atField.Length > 0 ? Join(at, atField) : at;

    /// <summary>Name of the metric the reader is in, which goes before each message; empty outside of metrics.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>True while nothing is wrong.</summary>
    public readonly bool IsRight => violations.Count == 0;

    /// <summary>Bytes read so far.</summary>
    public readonly int Consumed => begin + (int)json.BytesConsumed;

    /// <summary>What stands next, for messages.</summary>
    public readonly string NextWord
    {
        get
        {
            ReadOnlySpan<byte> rest = text[Consumed..].TrimStart(" \t,:"u8);
            int length = rest.IndexOfAny(" \t,]}"u8);
            return Shown(Encoding.UTF8.GetString(rest[..Math.Min(length < 0 ? rest.Length : length, 40)]));
        }
    }

    /// <summary>Steps onto the line's first token.</summary>
    public void Begin() => json.Read();

    /// <summary>Checks that nothing follows the line's value.</summary>
    public void End() => json.Read();

    /// <summary>Notes what is wrong.</summary>
    public readonly void Wrong(string path, string message, string remedy)
    {
        if (violations.Count < RecordingLimits.Violations) violations.Add(new Violation(path, Owned(message), remedy, line, begin + (int)json.TokenStartIndex + 1));
    }

    /// <summary>A message with the metric's name before it.</summary>
    public readonly string Owned(string message) => Owner.Length > 0 ? $"{Owner}: {message}" : message;

    /// <summary>Looks ahead for the name of the metric that stands here.</summary>
    public void EnterMetric() => Owner = Shown(NameAhead.Of(json));

    /// <summary>Leaves the metrics.</summary>
    public void LeaveMetrics() => Owner = "";

    /// <summary>Enters an object.</summary>
    /// <returns>False, with the value skipped, when it is none.</returns>
    public bool Object(string path)
    {
        if (json.TokenType == JsonTokenType.StartObject) return true;
        return Unfit(path, "an object in braces");
    }

    /// <summary>Steps to the next field's value.</summary>
    /// <param name="path">The object's path; empty for the line.</param>
    /// <param name="seen">The fields so far.</param>
    /// <param name="field">The field's name.</param>
    /// <returns>False at the object's end.</returns>
    public bool Field(string path, HashSet<string> seen, out string field)
    {
        (at, atField, index) = (path, "", -1);
        json.Read();
        field = "";
        if (json.TokenType == JsonTokenType.EndObject) return false;
        field = Unescaped() ?? "";
        if (!seen.Add(field)) Wrong(Join(path, field), $"The field '{Shown(field)}' stands twice.", "Write it once.");
        atField = field; // put together only when it is told
        json.Read();
        return true;
    }

    /// <summary>Takes a field that is not known: skipped when it begins with x-, else wrong.</summary>
    public void Unknown(string path, string field, string known)
    {
        if (!field.StartsWith("x-", StringComparison.Ordinal)) Wrong(Join(path, field), $"The field '{Shown(field)}' is not known.", $"Use one of {known}, or a name that begins with x- for what is to be ignored.");
        json.Skip();
    }

    /// <summary>Takes text.</summary>
    /// <returns>Null when it is none, or not Unicode.</returns>
    public string? Text(string path)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            Unfit(path, "text in quotes");
            return null;
        }
        string? value = Unescaped();
        if (value is null) Wrong(path, "The text holds half a surrogate pair, which is no Unicode text.", "Write Unicode text.");
        return value;
    }

    /// <summary>Takes one of an enum's words.</summary>
    /// <returns>Null when it is none.</returns>
    public T? Word<T>(string path)
        where T : struct, Enum
    {
        if (Text(path) is not { } word) return null;
        if (RecordingWords<T>.TryGet(word, out T value)) return value;
        Wrong(path, $"'{Shown(word)}' is not known.", $"Use one of {RecordingWords<T>.All}.");
        return null;
    }

    /// <summary>Takes true or false.</summary>
    /// <returns>Null when it is neither.</returns>
    public bool? Boolean(string path)
    {
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False) return json.GetBoolean();
        Unfit(path, "true or false");
        return null;
    }

    /// <summary>Takes a whole number.</summary>
    /// <returns>Null when it is none, or outside [least, most].</returns>
    public long? Whole(string path, long least, long most)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= least && value <= most) return value;
        Unfit(path, $"a whole number from {least} to {most}");
        return null;
    }

    /// <summary>Takes a finite number.</summary>
    /// <returns>Null when it is none.</returns>
    public double? Number(string path)
    {
        if (json.TokenType == JsonTokenType.Number && json.GetDouble() is var value && double.IsFinite(value)) return value;
        Unfit(path, "a finite number");
        return null;
    }

    /// <summary>Takes a number of a verdict, which need not be finite.</summary>
    /// <returns>NaN for null, an infinity for its word; null when it is something else.</returns>
    public double? AnyNumber(string path)
    {
        if (json.TokenType == JsonTokenType.Null) return double.NaN;
        if (json.TokenType == JsonTokenType.Number && json.GetDouble() is var value && double.IsFinite(value)) return value;
        if (json.TokenType == JsonTokenType.String && Unescaped() is Infinity) return double.PositiveInfinity;
        if (json.TokenType == JsonTokenType.String && Unescaped() is MinusInfinity) return double.NegativeInfinity;
        Unfit(path, $"a finite number, null for none, \"{Infinity}\" or \"{MinusInfinity}\"");
        return null;
    }

    /// <summary>Enters a list.</summary>
    /// <returns>False, with the value skipped, when it is none.</returns>
    public bool List(string path)
    {
        if (json.TokenType != JsonTokenType.StartArray) return Unfit(path, "a list in brackets");
        (at, atField, index) = (path, "", -1);
        return true;
    }

    /// <summary>Steps to the next item of a list.</summary>
    /// <param name="path">The list's path.</param>
    /// <param name="count">Items so far.</param>
    /// <param name="most">The most there may be; one more is noted and the rest is left out.</param>
    /// <returns>False at the list's end.</returns>
    public bool Item(string path, int count, int most)
    {
        (at, atField, index) = (path, "", count);
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray) return false;
        if (count < most) return true;
        Wrong(path, $"There are more than {most} entries.", $"Write at most {most}.");
        int depth = json.CurrentDepth;
        while (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth >= depth) json.Read();
        return false;
    }

    /// <summary>Takes a list of finite numbers.</summary>
    /// <param name="path">The list's path.</param>
    /// <param name="most">The most entries there may be.</param>
    /// <param name="missing">True when null is a missing window, which becomes NaN.</param>
    /// <param name="least">The least value.</param>
    /// <returns>The numbers; null when one is wrong.</returns>
    public double[]? Numbers(string path, int most, bool missing, double least)
    {
        if (TryNumbers(most, missing, least) is { } right) return right;
        return CheckedNumbers(path, most, missing, least);
    }

    /// <summary>Takes a list of finite numbers that is right, quickly; stays where it is when it might not be.</summary>
    /// <inheritdoc cref="Numbers"/>
    /// <returns>The numbers; null when the list is to be read by <see cref="Numbers"/>.</returns>
    public double[]? TryNumbers(int most, bool missing, double least)
    {
        if (json.TokenType != JsonTokenType.StartArray || NumberRow.TryRead(text[Consumed..], most, missing, least, out int length) is not { } values) return null;
        begin = Consumed + length;
        json = new Utf8JsonReader(text[begin..], isFinalBlock: true, json.CurrentState);
        json.Read(); // the closing bracket
        return values;
    }

    private double[]? CheckedNumbers(string path, int most, bool missing, double least)
    {
        if (!List(path)) return null;
        var values = new List<double>();
        bool isRight = true;
        while (Item(path, values.Count, most))
        {
            double value = missing && json.TokenType == JsonTokenType.Null ? double.NaN : json.TokenType == JsonTokenType.Number ? json.GetDouble() : double.PositiveInfinity;
            values.Add(value);
            if (value < least || double.IsInfinity(value))
            {
                isRight = false;
                string what = least == 0 && value < 0 ? "negative" : "not a finite number";
                Wrong(Path, $"{Path[(Path.LastIndexOf('.') + 1)..]} is {Found()}, which is {what}.", $"Write a finite number{(least == 0 ? ", 0 or more" : "")}{(missing ? ", or null for a missing window" : "")}.");
                json.Skip();
            }
        }
        return isRight ? [.. values] : null;
    }

    /// <summary>True when the value is null.</summary>
    public readonly bool IsNull => json.TokenType == JsonTokenType.Null;

    /// <summary>A field's path.</summary>
    public static string Join(string path, string field) => path.Length == 0 ? Shown(field) : $"{path}.{Shown(field)}";

    /// <summary>Text for a message: bounded, on one line.</summary>
    public static string Shown(string value)
    {
        if (value.Length <= 60 && !value.AsSpan().ContainsAnyInRange('\0', '\u001f') && !value.AsSpan().ContainsAnyInRange('\u007f', '\u009f')) return value;
        string shown = value.Length > 60 ? value[..60] + "..." : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
    }

    private bool Unfit(string path, string wanted)
    {
        Wrong(path, $"{path[(path.LastIndexOf('.') + 1)..]} is {Found()}.", $"Write {wanted}.");
        json.Skip();
        return false;
    }

    private readonly string Found() => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text \"{Shown(Encoding.UTF8.GetString(json.ValueSpan))}\"",
        _ => Shown(Encoding.UTF8.GetString(json.ValueSpan)),
    };

    private readonly string? Unescaped()
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // an escape of half a surrogate pair
        }
    }
}
