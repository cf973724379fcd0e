using System.Text.Json;

namespace CanaryJudge.Figures;

/// <summary>Times from the kept results of a run beside other programs.</summary>
internal static class SpeedFigures
{
    private const string Results = "benchmarks/results/peers-2-core-epyc-2026-11-27.jsonl";

    public static string Statistics()
    {
        Axis x = new("values a side", 10, 10_000, [(10, "10"), (60, "60"), (600, "600"), (10_000, "10,000")], IsLogarithmic: true);
        Axis y = new("time of one test", 0.05, 100_000, [(0.1, "100 ns"), (1, "1 us"), (10, "10 us"), (100, "100 us"), (1000, "1 ms"), (10_000, "10 ms"), (100_000, "100 ms")], IsLogarithmic: true);
        Plot plot = new("Mann-Whitney, two-sided p of the normal law, no ties", x, y);
        foreach ((string peer, string colour, double dy) in new[] { ("R", Plot.Green, -8.0), ("scipy", Plot.Purple, 18), ("commons-math3", Plot.Orange, 20), ("canaryjudge", Plot.Blue, 18) })
        {
            (double N, double Time)[] points = [.. Times(peer)];
            plot.Line(points, colour).Dots(points, colour).Label(points[^1].N, points[^1].Time, peer, colour, dx: -6, dy: dy, anchor: "end");
        }

        return Plot.Join("Time of a Mann-Whitney test against the number of values, for four programs", 720, 380, plot);
    }

    private static IEnumerable<(double N, double Microseconds)> Times(string peer)
    {
        foreach (string line in File.ReadLines(Results))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            string by = row.GetProperty("peer").GetString()!, operation = row.GetProperty("case").GetString()!;
            if (by != peer || !operation.StartsWith("mwu/cont/", StringComparison.Ordinal)) continue;
            double n = double.Parse(operation["mwu/cont/".Length..], System.Globalization.CultureInfo.InvariantCulture);
            if (n <= 10_000) yield return (n, row.GetProperty("ns_min").GetDouble() / 1000);
        }
    }
}
