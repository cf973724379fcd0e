using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The labels of a series in one small array, sorted by name: equal labels are equal sets.</summary>
internal sealed class LabelSet : IReadOnlyDictionary<string, string>, IEquatable<LabelSet>
{
    private readonly string[] pairs; // name, value, name, value
    private readonly int hash;

    private LabelSet(string[] pairs)
    {
        this.pairs = pairs;
        var hashing = new HashCode();
        foreach (string text in pairs) hashing.Add(text);
        hash = hashing.ToHashCode();
    }

    /// <summary>No labels.</summary>
    public static LabelSet Empty { get; } = new([]);

    public int Count => pairs.Length / 2;

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<string> Values => this.Select(pair => pair.Value);

    public string this[string key] => TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"The series has no label {key}.");

    /// <summary>Makes a set of names and values in turn; null when a name comes twice.</summary>
    public static LabelSet? Create(ReadOnlySpan<string> namesAndValues)
    {
        string[] sorted = namesAndValues.ToArray();
        for (int i = 2; i < sorted.Length; i += 2)
        {
            // Insertion sort: servers send labels sorted, so that one comparison a label is the rule.
            (string name, string value) = (sorted[i], sorted[i + 1]);
            int at = i;
            for (; at > 0 && string.CompareOrdinal(sorted[at - 2], name) is var order && order >= 0; at -= 2)
            {
                if (order == 0) return null;
                (sorted[at], sorted[at + 1]) = (sorted[at - 2], sorted[at - 1]);
            }
            (sorted[at], sorted[at + 1]) = (name, value);
        }
        return new LabelSet(sorted);
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] != key) continue;
            value = pairs[i + 1];
            return true;
        }
        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (int i = 0; i < pairs.Length; i += 2) yield return new KeyValuePair<string, string>(pairs[i], pairs[i + 1]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LabelSet? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && pairs.AsSpan().SequenceEqual(other.pairs));

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => hash;
}
