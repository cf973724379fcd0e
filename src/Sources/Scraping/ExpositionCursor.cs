using System.Globalization;
using System.Text;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Walks over one line of an exposition. Prometheus text has runs of blanks and tabs where OpenMetrics has exactly one blank, or none.</summary>
internal ref struct ExpositionCursor(ReadOnlySpan<byte> line, bool openMetrics, ExpositionLimits limits)
{
    private readonly ReadOnlySpan<byte> line = line;
    private int at;

    /// <summary>What the last step found wrong; null when nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>True at the end of the line.</summary>
    public readonly bool AtEnd => at == line.Length;

    /// <summary>True when a blank stands just before.</summary>
    public readonly bool AfterBlank => at > 0 && line[at - 1] is (byte)' ' or (byte)'\t';

    /// <summary>True when this byte is next.</summary>
    public readonly bool Peek(byte value) => at < line.Length && line[at] == value;

    /// <summary>Steps over a byte if it is next.</summary>
    public bool TakeIf(byte value)
    {
        if (!Peek(value)) return false;
        at++;
        return true;
    }

    /// <summary>Steps over blanks and tabs.</summary>
    public void SkipBlanks()
    {
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t') at++;
    }

    /// <summary>Steps over what separates two words.</summary>
    /// <returns>False when there is nothing of the kind.</returns>
    public bool Separator()
    {
        int before = at;
        if (openMetrics) TakeIf((byte)' ');
        else SkipBlanks();
        return at > before;
    }

    /// <summary>Takes everything up to a blank or the end.</summary>
    public ReadOnlySpan<byte> Word()
    {
        int length = line[at..].IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> word = length < 0 ? line[at..] : line.Slice(at, length);
        at += word.Length;
        return word;
    }

    /// <summary>Takes everything to the end.</summary>
    public ReadOnlySpan<byte> Rest()
    {
        ReadOnlySpan<byte> rest = line[at..];
        at = line.Length;
        return rest;
    }

    /// <summary>Takes a metric's name: letters, digits, '_' and ':', no digit first.</summary>
    public string? MetricName() => Name(colons: true, "metric");

    /// <summary>Takes labels after the opening brace, the closing brace included, and adds those that are not empty.</summary>
    /// <returns>False on a fault.</returns>
    public bool Labels(Dictionary<string, string> labels)
    {
        HashSet<string>? empty = null;
        int count = 0;
        while (true)
        {
            if (!openMetrics) SkipBlanks();
            if (TakeIf((byte)'}')) return true;
            if (count > 0 && !Comma()) return false;
            if (count > 0 && TakeIf((byte)'}')) return true; // a comma may follow the last label
            if (++count > limits.MaxLabels) return Wrong($"a series has more than {limits.MaxLabels} labels");
            if (Name(colons: false, "label") is not { } name) return false;
            if (!openMetrics) SkipBlanks();
            if (!TakeIf((byte)'=')) return Wrong($"= is missing after the label '{name}'");
            if (!openMetrics) SkipBlanks();
            if (LabelValue(name) is not { } value) return false;
            bool isNew = value.Length > 0 ? labels.TryAdd(name, value) && empty?.Contains(name) != true : (empty ??= []).Add(name) && !labels.ContainsKey(name);
            if (!isNew) return Wrong($"the label '{name}' stands twice");
        }
    }

    /// <summary>Takes a value: a decimal number, NaN, +Inf or -Inf in any case.</summary>
    /// <returns>False on a fault; a finite number beyond the range of a double is one.</returns>
    public bool Number(out double value)
    {
        ReadOnlySpan<byte> word = Word();
        if (word.IsEmpty)
        {
            value = 0;
            return Wrong("the value is missing");
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool digit = word.ContainsAnyInRange((byte)'0', (byte)'9');
        if (digit && double.TryParse(word, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)) return true;
        string text = Encoding.UTF8.GetString(word);
        (value, bool known) = text.ToUpperInvariant() switch
        {
            "NAN" => (double.NaN, true),
            "INF" or "+INF" or "INFINITY" or "+INFINITY" => (double.PositiveInfinity, true),
            "-INF" or "-INFINITY" => (double.NegativeInfinity, true),
            _ => (0, false),
        };
        return known || Wrong($"'{ExpositionBuilder.Shown(text)}' is not a number");
    }

    /// <summary>Takes a time: whole milliseconds in Prometheus text, seconds in OpenMetrics.</summary>
    /// <returns>False on a fault, such as a time beyond the years 1 to 9999.</returns>
    public bool TimeMillis(out long millis)
    {
        int start = at;
        millis = 0;
        if (!openMetrics)
        {
            if (!long.TryParse(Word(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out millis)) return WrongTime(start);
        }
        else
        {
            if (!Number(out double seconds) || !(Math.Abs(seconds) < 1e12)) return WrongTime(start);
            millis = (long)Math.Round(seconds * 1000);
        }
        return Math.Abs((double)millis) <= 253_402_300_799_999 || WrongTime(start);
    }

    /// <summary>Takes an exemplar after its #: labels, a value and maybe a time. It is checked and left out.</summary>
    /// <returns>False on a fault.</returns>
    public bool Exemplar()
    {
        if (!Separator() || !TakeIf((byte)'{')) return Wrong("an exemplar begins with # and labels in braces");
        if (!Labels(new Dictionary<string, string>(StringComparer.Ordinal))) return false;
        if (!Separator()) return Wrong("the exemplar's value is missing");
        if (!Number(out _)) return false;
        return !Separator() || TimeMillis(out _);
    }

    private string? Name(bool colons, string what)
    {
        int start = at;
        while (at < line.Length && IsNameByte(line[at], first: at == start, colons)) at++;
        ReadOnlySpan<byte> name = line[start..at];
        if (name.IsEmpty) return Wronged($"'{ExpositionBuilder.Shown(Encoding.UTF8.GetString(line[start..]))}' stands where a {what}'s name belongs");
        if (name.Length > limits.MaxLabelBytes) return Wronged($"a {what}'s name has more than {limits.MaxLabelBytes} bytes");
        return Encoding.UTF8.GetString(name);
    }

    private static bool IsNameByte(byte value, bool first, bool colons) =>
        value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' || (colons && value == (byte)':') || (!first && value is >= (byte)'0' and <= (byte)'9');

    private string? LabelValue(string name)
    {
        if (!TakeIf((byte)'"')) return Wronged($"the value of the label '{name}' is not in quotes");
        int start = at;
        bool escapes = false;
        while (true)
        {
            int step = line[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0 || at + step + 1 > line.Length) return Wronged($"the value of the label '{name}' is not closed");
            at += step + 1;
            if (line[at - 1] == (byte)'"') break;
            escapes = true;
            if (AtEnd) return Wronged($"the value of the label '{name}' is not closed");
            at++; // whatever is escaped; of a longer character only its first byte, which is no quote
        }
        ReadOnlySpan<byte> raw = line[start..(at - 1)];
        if (raw.Length > limits.MaxLabelBytes) return Wronged($"the value of the label '{name}' has more than {limits.MaxLabelBytes} bytes");
        string value = Encoding.UTF8.GetString(raw);
        return escapes ? Unescaped(value) : value;
    }

    /// <summary>\\, \" and \n are escapes; a backslash before anything else stays, as Prometheus reads it.</summary>
    private static string Unescaped(string value)
    {
        var plain = new StringBuilder(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            char next = value[i] == '\\' && i + 1 < value.Length ? value[i + 1] : '\0';
            bool escaped = next is '\\' or '"' or 'n';
            plain.Append(!escaped ? value[i] : next == 'n' ? '\n' : next);
            if (escaped) i++;
        }
        return plain.ToString();
    }

    private bool Comma()
    {
        if (!TakeIf((byte)',')) return Wrong(AtEnd ? "the closing brace is missing" : "a comma or the closing brace is missing between labels");
        if (!openMetrics) SkipBlanks();
        return true;
    }

    private bool WrongTime(int start) => Wrong($"'{ExpositionBuilder.Shown(Encoding.UTF8.GetString(line[start..at]))}' is no time in {(openMetrics ? "seconds" : "whole milliseconds")}");

    private string? Wronged(string fault)
    {
        Fault = fault;
        return null;
    }

    private bool Wrong(string fault)
    {
        Fault = fault;
        return false;
    }
}
