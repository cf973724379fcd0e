namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>Values that the chart is rendered with, from a file under Values/. A first line "# kube-version: V" says for which Kubernetes.</summary>
/// <param name="Name">The file's name without its ending.</param>
public sealed record ValueSet(string Name)
{
    private const string VersionLine = "# kube-version: ";

    /// <summary>The Kubernetes that is rendered for when a file says none.</summary>
    public const string DefaultKubeVersion = "1.33.0";

    /// <summary>All of them.</summary>
    public static IEnumerable<ValueSet> All { get; } = [.. Directory.EnumerateFiles(Folder("Values"), "*.yaml").Select(file => new ValueSet(System.IO.Path.GetFileNameWithoutExtension(file))).OrderBy(set => set.Name, StringComparer.Ordinal)];

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.Combine(Folder("Values"), Name + ".yaml");

    /// <summary>What it rendered to when that was last looked at.</summary>
    public string GoldenPath => System.IO.Path.Combine(Folder("Golden"), Name + ".yaml");

    /// <summary>The Kubernetes to render for.</summary>
    public string KubeVersion
    {
        get
        {
            string first = File.ReadLines(Path).First();
            return first.StartsWith(VersionLine, StringComparison.Ordinal) ? first[VersionLine.Length..].Trim() : DefaultKubeVersion;
        }
    }

    /// <summary>For a theory over all of them.</summary>
    public static TheoryData<string> Names() => [.. All.Select(set => set.Name)];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Folder(string name) => System.IO.Path.Combine(Helm.Root, "tests", "Helm.Tests", name);
}
