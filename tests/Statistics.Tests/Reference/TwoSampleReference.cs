using System.Text.Json;

namespace CanaryJudge.Statistics.Tests.Reference;

/// <summary>The reference values of the two-sample and paired methods: two-samples.json, which says who produced them.</summary>
internal static class TwoSampleReference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "two-samples.json"))).RootElement;

    public static double[] Baseline => Numbers("data", "B");

    public static double[] Canary => Numbers("data", "C");

    public static double[] TiedBaseline => Numbers("data", "BT");

    public static double[] TiedCanary => Numbers("data", "CT");

    public static double Number(params ReadOnlySpan<string> path) => At(path).GetDouble();

    public static double[] Numbers(params ReadOnlySpan<string> path) => [.. At(path).EnumerateArray().Select(element => element.GetDouble())];

    private static JsonElement At(ReadOnlySpan<string> path)
    {
        JsonElement element = Root;
        foreach (string name in path) element = element.GetProperty(name);
        return element;
    }
}
