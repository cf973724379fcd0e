namespace CanaryJudge.Sources.Scraping;

/// <summary>The labels of a series: what the target sent and what is added to it.</summary>
internal static class TargetLabels
{
    private const string Prefix = "exported_";

    /// <summary>Adds a target's labels by Prometheus' rule for honor_labels: false.</summary>
    /// <param name="sent">The labels as the target sent them.</param>
    /// <param name="attached">The labels to add. They win; a clash is kept as exported_NAME, with the prefix repeated until the name is free. An empty value removes the label.</param>
    /// <returns>A new set.</returns>
    public static Dictionary<string, string> Join(IReadOnlyDictionary<string, string> sent, IReadOnlyDictionary<string, string> attached)
    {
        var joined = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string>? clashes = null;
        foreach ((string name, string value) in sent)
        {
            if (attached.ContainsKey(name)) (clashes ??= []).Add(name);
            else joined.Add(name, value);
        }
        foreach ((string name, string value) in attached)
        {
            if (value.Length > 0) joined.Add(name, value);
        }
        if (clashes is null) return joined;
        clashes.Sort(StringComparer.Ordinal);
        foreach (string clash in clashes)
        {
            string free = Prefix + clash;
            while (joined.ContainsKey(free)) free = Prefix + free;
            joined.Add(free, sent[clash]);
        }
        return joined;
    }

    /// <summary>The identity of a set of labels: the same text for the same set, in any order.</summary>
    public static string Identity(IReadOnlyDictionary<string, string> labels)
    {
        string[] pairs = [.. labels.Select(label => $"{label.Key}={label.Value}")];
        Array.Sort(pairs, StringComparer.Ordinal);
        return string.Join('\0', pairs);
    }
}
