using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CanaryJudge.Statistics.Tests.Reference;

/// <summary>A data file of reference values beside this source file; each says who produced it.</summary>
public sealed class ReferenceFile(string name)
{
    private readonly JsonElement _root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), name))).RootElement;

    /// <summary>One number by its path of keys and indices.</summary>
    public double Number(params object[] path) => Find(path).GetDouble();

    /// <summary>A list of numbers by its path of keys and indices.</summary>
    public double[] Numbers(params object[] path) => Find(path).EnumerateArray().Select(element => element.GetDouble()).ToArray();

    private JsonElement Find(object[] path) => path.Aggregate(_root, (element, key) => key is int index ? element[index] : element.GetProperty((string)key));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
