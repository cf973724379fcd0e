using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>
/// Remembers what documents of policies mean: a pipeline sends the same one with every call, and reading it takes longer than judging a few windows by it. Only documents that are right are
/// kept, by their whole text, in bounded memory; policies do not change once they are read.
/// </summary>
internal sealed class ParsedPolicies
{
    /// <summary>Documents that are kept; when there are more, all are forgotten.</summary>
    public const int Most = 64;

    /// <summary>Characters of the longest document that is kept.</summary>
    public const int MostLength = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PolicyResult> _read = new(StringComparer.Ordinal);

    /// <summary>How many are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _read.Count;
        }
    }

    /// <summary>Reads a document, or gives what it was when it was read before.</summary>
    /// <param name="text">The document.</param>
    /// <returns>The policy, or everything that is wrong.</returns>
    public PolicyResult Parse(string text)
    {
        lock (_gate)
        {
            if (_read.TryGetValue(text, out PolicyResult? before)) return before;
        }

        PolicyResult result = PolicyParser.Parse(text);
        if (result.Policy is null || result.Violations.Count > 0 || text.Length > MostLength) return result;
        lock (_gate)
        {
            if (_read.Count >= Most) _read.Clear();
            _read[text] = result;
        }

        return result;
    }
}
