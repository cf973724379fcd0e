using System.Xml.Linq;

namespace CanaryJudge.Architecture.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "node_modules"))
            .OrderBy(f => f, StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static IReadOnlyList<string> References(string project, string kind) =>
        XDocument.Load(project).Descendants(kind)
            .Select(r => (string?)r.Attribute("Include") ?? "")
            .Where(i => i.Length > 0)
            .Select(i => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(i.Replace('\\', '/')) : i)
            .Order(StringComparer.Ordinal)
            .ToList();

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "CanaryJudge.sln"))) return d.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside a checkout: no CanaryJudge.sln above " + AppContext.BaseDirectory);
    }
}
