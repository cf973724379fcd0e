using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Tests.Sequential;

/// <summary>The simulated rollouts of fixtures/sequential with their published curves.</summary>
internal static class Curves
{
    public sealed record Rollout(string Id, int WarmUp, int Horizon, IReadOnlyList<MetricWindows> Metrics, JsonElement Published)
    {
        public CanaryPolicy Policy => new() { Name = Id, WarmUp = WarmUp, Horizon = Horizon, Metrics = [.. Metrics.Select(m => m.Metric)], Judge = JudgeRule.Sequential };

        public IReadOnlyList<MetricWindows> WithoutHistory => [.. Metrics.Select(m => m with { History = Empty(m.History) })];

        private static SideWindows Empty(SideWindows history) => history switch
        {
            RatioWindows => new RatioWindows([], []),
            CountWindows => new CountWindows([], []),
            HistogramWindows h => new HistogramWindows(h.Bounds, []),
            _ => new SeriesWindows([]),
        };
    }

    public static IReadOnlyList<Rollout> All { get; } = Read();

    private static List<Rollout> Read([CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "../../fixtures/sequential/curves.jsonl.gz");
        using StreamReader lines = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        List<Rollout> rollouts = [];
        while (lines.ReadLine() is string line)
        {
            JsonElement entry = JsonDocument.Parse(line).RootElement;
            JsonElement recording = entry.GetProperty("recording");
            rollouts.Add(new Rollout(recording.GetProperty("id").GetString()!, recording.GetProperty("warmup").GetInt32(), recording.GetProperty("horizon").GetInt32(),
                [.. recording.GetProperty("metrics").EnumerateArray().Select(Metric)], entry.GetProperty("curves")));
        }

        return rollouts;
    }

    private static MetricWindows Metric(JsonElement m)
    {
        MetricKind kind = Enum.Parse<MetricKind>(m.GetProperty("kind").GetString()!, ignoreCase: true);
        JsonElement margin = m.GetProperty("margin");
        MetricPolicy policy = new()
        {
            Name = m.GetProperty("name").GetString()!,
            Kind = kind,
            Margin = margin.TryGetProperty("relative", out JsonElement share) ? Margin.Relative(share.GetDouble()) : Margin.Absolute(margin.GetProperty("absolute").GetDouble()),
            Resource = m.TryGetProperty("resource", out JsonElement resource) && resource.GetBoolean(),
            Quantiles = m.TryGetProperty("quantiles", out JsonElement quantiles) ? Numbers(quantiles) : [],
        };
        return new MetricWindows { Metric = policy, Baseline = Side("baseline"), Canary = Side("canary"), History = Side("history") };

        SideWindows Side(string name)
        {
            JsonElement side = m.GetProperty(name);
            return kind switch
            {
                MetricKind.Ratio => new RatioWindows(Numbers(side.GetProperty("bad")), Numbers(side.GetProperty("total"))),
                MetricKind.Histogram => new HistogramWindows(Numbers(m.GetProperty("bounds")), [.. side.GetProperty("counts").EnumerateArray().Select(Numbers)]),
                _ => new SeriesWindows(Numbers(side.GetProperty("values"))),
            };
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];
}
