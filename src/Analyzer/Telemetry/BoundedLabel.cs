namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Values of a label that callers choose: the first so many keep their own, later ones are counted together, so that no caller can grow the metrics without bound.</summary>
/// <param name="most">How many keep their own.</param>
internal sealed class BoundedLabel(int most)
{
    /// <summary>What later values are called.</summary>
    public const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    /// <summary>The value under which one is counted.</summary>
    public string Of(string value)
    {
        lock (_gate)
        {
            if (_own.Contains(value)) return value;
            return _own.Count < most && _own.Add(value) ? value : Others;
        }
    }
}
