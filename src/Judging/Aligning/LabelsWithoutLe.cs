namespace CanaryJudge.Judging.Aligning;

/// <summary>Compares labels but for le: those of one classic histogram are equal.</summary>
internal sealed class LabelsWithoutLe : IEqualityComparer<IReadOnlyDictionary<string, string>>
{
    private const string Le = "le";

    private LabelsWithoutLe()
    {
    }

    /// <summary>The comparer.</summary>
    public static LabelsWithoutLe Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(IReadOnlyDictionary<string, string>? x, IReadOnlyDictionary<string, string>? y)
    {
        if (x is null || y is null || Count(x) != Count(y)) return x == y;
        foreach ((string name, string value) in x)
        {
            if (name != Le && !(y.TryGetValue(name, out string? other) && other == value)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public int GetHashCode(IReadOnlyDictionary<string, string> obj)
    {
        int hash = 0;
        foreach ((string name, string value) in obj)
        {
            if (name != Le) hash ^= HashCode.Combine(name, value); // whatever the order
        }

        return hash;
    }

    private static int Count(IReadOnlyDictionary<string, string> labels) => labels.Count - (labels.ContainsKey(Le) ? 1 : 0);
}
