using System.Globalization;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads one map by its table: unknown, repeated and missing keys and wrong values become findings, each with its place.</summary>
internal sealed class ObjectReader
{
    private readonly Findings _findings;
    private readonly Dictionary<string, DocumentNode> _values = [];

    /// <summary>Reads the keys.</summary>
    /// <param name="map">The map.</param>
    /// <param name="path">Its path, empty for the root.</param>
    /// <param name="table">The keys it may have.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="elsewhere">Says where a key that is unknown here belongs; null when nowhere.</param>
    public ObjectReader(MapNode map, string path, KeyTable table, Findings findings, Func<string, string?>? elsewhere = null)
    {
        Map = map;
        Path = path;
        _findings = findings;
        var firsts = new Dictionary<string, ScalarNode>();
        foreach ((ScalarNode key, DocumentNode value) in map.Entries)
        {
            if (findings.IsFull) break;
            if (!firsts.TryAdd(key.Text, key))
            {
                Add(key.Text, key, $"The key {key.Shown} is given twice, first in line {firsts[key.Text].Line}.", "Keep one.");
            }
            else if (table.Keys.Any(known => known.Name == key.Text))
            {
                _values.Add(key.Text, value);
            }
            else
            {
                string? nearest = NearestWord.Of(key.Text, table.Keys.Select(known => known.Name));
                string remedy = nearest is not null ? $"Did you mean {nearest}?" : elsewhere?.Invoke(key.Text) ?? $"The keys of {table.Title} are {string.Join(", ", table.Keys.Select(known => known.Name))}.";
                Add(key.Text, key, $"The key {key.Shown} is not a key of {table.Title}.", remedy);
            }
        }
        foreach (PolicyKey key in table.Keys.Where(key => key.IsRequired && !firsts.ContainsKey(key.Name)))
        {
            Add(key.Name, map, $"The key {key.Name} is missing.", $"Write {key.Example}. {key.Meaning}");
        }
    }

    /// <summary>The map's path.</summary>
    public string Path { get; }

    /// <summary>The map.</summary>
    public MapNode Map { get; }

    /// <summary>A key's path under a map's.</summary>
    public static string Join(string path, string key)
    {
        string shown = key.Length is > 0 and <= 60 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : Findings.Quoted(key);
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    /// <summary>A key's path.</summary>
    public string PathOf(PolicyKey key) => Join(Path, key.Name);

    /// <summary>A key's value; null when it has none.</summary>
    public DocumentNode? Find(PolicyKey key) => _values.GetValueOrDefault(key.Name);

    /// <summary>A map; null when missing or wrong.</summary>
    public MapNode? MapAt(PolicyKey key) => Typed<MapNode>(key, "a map");

    /// <summary>A list; null when missing or wrong.</summary>
    public ListNode? ListAt(PolicyKey key) => Typed<ListNode>(key, "a list");

    /// <summary>A text as written; null when missing or wrong.</summary>
    public string? TextAt(PolicyKey key)
    {
        if (Find(key) is not { } node) return null;
        if (node is not ScalarNode { Type: ScalarType.Text } scalar) return Wrong(key, node, "a text");
        if (key.Shape is NameShape && !IsName(scalar.Text))
        {
            Add(key.Name, node, $"The {key.Name} is {node.Shown}.", $"Use letters, digits, '_', '-' and '.', 1 to {PolicyLimits.NameLength} characters.");
            return null;
        }
        if (key.Shape is TextShape free && scalar.Text.EnumerateRunes().Count() > free.MaxLength)
        {
            Add(key.Name, node, $"The {key.Name} has more than {free.MaxLength} characters.", "Shorten it.");
            return null;
        }
        return scalar.Text;
    }

    /// <summary>True for letters, digits, '_', '-' and '.', not too many.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= PolicyLimits.NameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>One of the known words; null when missing or wrong.</summary>
    public T? WordAt<T>(PolicyKey key, IReadOnlyList<PolicyWord<T>> words)
        where T : struct
    {
        if (Find(key) is not { } node) return null;
        string? text = (node as ScalarNode)?.Text;
        foreach ((string word, T value) in words)
        {
            if (text == word) return value;
        }
        string? nearest = text is null ? null : NearestWord.Of(text, words.Select(entry => entry.Word));
        string choices = words.Count == 1 ? words[0].Word : string.Join(", ", words.Take(words.Count - 1).Select(entry => entry.Word)) + " or " + words[^1].Word;
        Add(key.Name, node, $"The {key.Name} is {node.Shown}.", nearest is null ? $"Write {choices}." : $"Did you mean {nearest}? It is {choices}.");
        return null;
    }

    /// <summary>true or false; null when missing or wrong.</summary>
    public bool? BooleanAt(PolicyKey key)
    {
        if (Find(key) is not { } node) return null;
        if (node is ScalarNode { Type: ScalarType.Boolean } scalar) return scalar.Text[0] is 't' or 'T';
        Wrong(key, node, "true or false");
        return null;
    }

    /// <summary>A number in its key's range; null when missing or wrong.</summary>
    public double? NumberAt(PolicyKey key)
    {
        var shape = (NumberShape)key.Shape;
        if (Find(key) is not { } node) return null;
        if (NumberIn(node) is not { } value)
        {
            Wrong(key, node, "a number");
            return null;
        }
        if (shape.Holds(value)) return value;
        Add(key.Name, node, $"The {key.Name} is {node.Shown}.", $"Write a number {shape.Range}, such as {key.Example}.");
        return null;
    }

    /// <summary>A whole number in its key's range; null when missing or wrong.</summary>
    public int? IntegerAt(PolicyKey key)
    {
        var shape = (IntegerShape)key.Shape;
        if (Find(key) is not { } node) return null;
        if (node is ScalarNode { Type: ScalarType.Integer } scalar && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= shape.Min && value <= shape.Max) return value;
        Add(key.Name, node, $"The {key.Name} is {node.Shown}.", $"Write a whole number from {shape.Min} to {shape.Max}, such as {key.Example}.");
        return null;
    }

    /// <summary>A duration in its key's range; null when missing or wrong.</summary>
    public TimeSpan? DurationAt(PolicyKey key)
    {
        var shape = (DurationShape)key.Shape;
        if (Find(key) is not { } node) return null;
        string range = $"{DurationText.Format(shape.Min)} to {DurationText.Format(shape.Max)}";
        if (node is ScalarNode { Type: ScalarType.Text } scalar && DurationText.TryParse(scalar.Text, out TimeSpan duration))
        {
            if (duration >= shape.Min && duration <= shape.Max) return duration;
            Add(key.Name, node, $"The {key.Name} is {node.Shown}.", $"Write a duration of {range}.");
            return null;
        }
        bool lacksUnit = node is ScalarNode { Type: ScalarType.Integer };
        Add(key.Name, node, $"The {key.Name} is {node.Shown}, which {(lacksUnit ? "has no unit" : "is no duration")}.", $"Write a duration of {range}, such as {key.Example}.");
        return null;
    }

    /// <summary>A number of windows, written as such or as a duration; null when missing or wrong.</summary>
    /// <param name="key">The key.</param>
    /// <param name="interval">The window; null when it is not known, and a duration then cannot be read.</param>
    public int? WindowsAt(PolicyKey key, TimeSpan? interval)
    {
        int min = ((WindowsShape)key.Shape).Min;
        if (Find(key) is not { } node) return null;
        long? windows = null;
        if (node is ScalarNode { Type: ScalarType.Integer } scalar)
        {
            windows = long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) ? count : long.MaxValue;
        }
        else if (node is ScalarNode { Type: ScalarType.Text } text && DurationText.TryParse(text.Text, out TimeSpan duration))
        {
            if (interval is not { } window) return null;
            if (duration.Ticks % window.Ticks != 0)
            {
                Add(key.Name, node, $"The {key.Name} is {node.Shown}, which is not a multiple of the interval of {DurationText.Format(window)}.", $"Write whole windows, such as {key.Example}, or a multiple of {DurationText.Format(window)}.");
                return null;
            }
            windows = duration.Ticks / window.Ticks;
        }
        if (windows is null) Wrong(key, node, "a whole number of windows or a duration");
        else if (windows < min || windows > PolicyLimits.Windows) Add(key.Name, node, $"The {key.Name} is {node.Shown}.", $"Write {min} to {PolicyLimits.Windows} windows, such as {key.Example}.");
        else return (int)windows;
        return null;
    }

    /// <summary>The number of a node; null when it is none. It may be infinite or NaN.</summary>
    public static double? NumberIn(DocumentNode node)
    {
        if (node is not ScalarNode { Type: ScalarType.Integer or ScalarType.Number } scalar) return null;
        return double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }

    /// <summary>Adds a finding about a key of this map.</summary>
    public void Add(string key, DocumentNode at, string message, string remedy) => _findings.Add(new(Join(Path, key), message, remedy, at.Line, at.Column));

    /// <summary>Adds a finding about one item of a list of this map.</summary>
    public void AddItem(PolicyKey key, int index, DocumentNode at, string message, string remedy) => _findings.Add(new($"{PathOf(key)}[{index}]", message, remedy, at.Line, at.Column));

    private T? Typed<T>(PolicyKey key, string wanted)
        where T : DocumentNode
    {
        if (Find(key) is not { } node) return null;
        if (node is T typed) return typed;
        Wrong(key, node, wanted);
        return null;
    }

    private string? Wrong(PolicyKey key, DocumentNode node, string wanted)
    {
        bool isUnquoted = wanted == "a text" && node is ScalarNode { Type: not ScalarType.Null };
        string remedy = isUnquoted ? $"Put it in quotes: \"{((ScalarNode)node).Text}\"." : $"Write {key.Example}.";
        Add(key.Name, node, $"The {key.Name} is {node.Shown}, not {wanted}.", remedy);
        return null;
    }
}
