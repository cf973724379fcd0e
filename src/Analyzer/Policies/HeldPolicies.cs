using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>
/// The policies that the service holds, by name, and what becomes of them when their files change: each file for itself. One that is wrong is refused, and what it held before
/// is still held; one that is gone takes its policy with it. Immutable: a change makes new ones.
/// </summary>
internal sealed class HeldPolicies
{
    private readonly SortedDictionary<string, PolicyFile> _files;
    private readonly Dictionary<string, CanaryPolicy> _byName;

    private HeldPolicies(SortedDictionary<string, PolicyFile> files, IReadOnlyList<string> faults, int refused)
    {
        _files = files;
        _byName = files.Values.ToDictionary(file => file.Policy.Name, file => file.Policy, StringComparer.Ordinal);
        Faults = faults;
        Refused = refused;
    }

    /// <summary>None.</summary>
    public static HeldPolicies None { get; } = new(new SortedDictionary<string, PolicyFile>(StringComparer.Ordinal), [], 0);

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>What is wrong with files that are refused, each with file, line and column.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Files that are refused.</summary>
    public int Refused { get; }

    /// <summary>The policy of that name; null when none is held.</summary>
    public CanaryPolicy? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What is held once these are the files.</summary>
    /// <param name="texts">The text of every file, by path.</param>
    public HeldPolicies Changed(IReadOnlyDictionary<string, string> texts)
    {
        List<string> faults = [];
        HashSet<string> refused = new(StringComparer.Ordinal);
        SortedDictionary<string, PolicyFile> files = new(StringComparer.Ordinal);
        foreach ((string path, string text) in texts)
        {
            PolicyFile? file = _files.TryGetValue(path, out PolicyFile? before) && before.Text == text ? before : Parse(path, text, faults);
            if (file is not null) files.Add(path, file);
            else Refuse(path);
        }

        // Each turn takes back one change, so that it ends; what was held before was one file a name.
        while (Twice(files) is { } twice)
        {
            (string wrong, string right) = IsNew(twice.Second) || !IsNew(twice.First) ? (twice.Second, twice.First) : (twice.First, twice.Second);
            faults.Add($"{wrong}: the policy's name {files[wrong].Policy.Name} is also that of {right}. Give each its own.");
            Refuse(wrong);
        }

        return new HeldPolicies(files, faults, refused.Count);

        bool IsNew(string path) => !_files.TryGetValue(path, out PolicyFile? before) || !ReferenceEquals(before, files[path]);

        void Refuse(string path)
        {
            files.Remove(path);
            if (refused.Add(path) && _files.TryGetValue(path, out PolicyFile? before)) files.Add(path, before);
        }
    }

    /// <summary>True when these policies are those: the same names with the same texts.</summary>
    public bool HoldsTheSameAs(HeldPolicies other) => _files.Count == other._files.Count && _files.All(file => other._files.TryGetValue(file.Key, out PolicyFile? same) && same.Text == file.Value.Text);

    private static PolicyFile? Parse(string path, string text, List<string> faults)
    {
        PolicyResult read = PolicyParser.Parse(text);
        faults.AddRange(read.Violations.Select(violation => $"{path}({violation.Line},{violation.Column}): {violation.Path}: {violation.Message} {violation.Remedy}"));
        return read.Violations.Count == 0 && read.Policy is { } policy ? new PolicyFile(text, policy) : null;
    }

    // Two files with one policy's name, in the order of their paths; null when there are none.
    private static (string First, string Second)? Twice(SortedDictionary<string, PolicyFile> files)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach ((string path, PolicyFile file) in files)
        {
            if (!paths.TryAdd(file.Policy.Name, path)) return (paths[file.Policy.Name], path);
        }

        return null;
    }
}
