using System.Runtime.CompilerServices;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>The policies that the project ships.</summary>
internal static class Samples
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> PolicyFiles() => Directory.EnumerateFiles(Path.Combine(Root, "samples", "policies"), "*.yaml").Order(StringComparer.Ordinal);

    public static string Checkout() => File.ReadAllText(Path.Combine(Root, "samples", "policies", "checkout.yaml"));

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
