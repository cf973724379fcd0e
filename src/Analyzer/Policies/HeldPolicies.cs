using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>The policies that the service holds, by name.</summary>
internal sealed class HeldPolicies
{
    private readonly Dictionary<string, CanaryPolicy> _policies;

    private HeldPolicies(Dictionary<string, CanaryPolicy> policies) => _policies = policies;

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _policies.Keys.Order(StringComparer.Ordinal);

    /// <summary>The policy of that name; null when none is held.</summary>
    public CanaryPolicy? Find(string name) => _policies.GetValueOrDefault(name);

    /// <summary>Reads every policy of a directory.</summary>
    /// <param name="directory">The directory; empty for none.</param>
    /// <param name="faults">Everything that is wrong, each with file, line and column.</param>
    public static HeldPolicies Read(string directory, ICollection<string> faults)
    {
        Dictionary<string, CanaryPolicy> policies = new(StringComparer.Ordinal);
        if (directory.Length == 0) return new HeldPolicies(policies);

        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string file in Files(directory))
        {
            PolicyResult read = PolicyParser.Parse(File.ReadAllText(file));
            foreach (Violation violation in read.Violations) faults.Add($"{file}({violation.Line},{violation.Column}): {violation.Path}: {violation.Message} {violation.Remedy}");
            if (read.Policy is not { } policy) continue;
            if (files.TryAdd(policy.Name, file)) policies.Add(policy.Name, policy);
            else faults.Add($"{file}: the policy's name {policy.Name} is also that of {files[policy.Name]}. Give each its own.");
        }

        return new HeldPolicies(policies);
    }

    // Hidden files are left out: Kubernetes and editors put their own things there.
    private static IEnumerable<string> Files(string directory) => System.IO.Directory.EnumerateFiles(directory)
        .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml" or ".json" && !Path.GetFileName(file).StartsWith('.'))
        .Order(StringComparer.Ordinal);
}
