using CanaryJudge.Statistics;

namespace CanaryJudge.Figures;

/// <summary>Figures about latency histograms.</summary>
internal static class HistogramFigures
{
    public static string Exceeding()
    {
        double[] bounds = [5, 10, 25, 50, 100, 250, 500, 1000];
        Traffic traffic = new(11);
        double[] baseline = Fill(traffic, bounds, 1, 0), slower = Fill(traffic, bounds, 1.2, 0), tail = Fill(traffic, bounds, 1, 0.008);
        ExceedanceMargin margin = Exceedance.For(bounds, baseline, 0.99, 0.2);
        Plot plot = new("p99 not more than 20 % worse, asked at a bucket edge",
            new("latency, ms (the buckets' bounds)", 5, 1000, [.. bounds.Select(bound => (bound, $"{bound:0}"))], true),
            new("share of requests above", 0.0005, 1, [(0.001, "0.1 %"), (0.01, "1 %"), (0.1, "10 %"), (1, "100 %")], true));
        plot.Line(Survival(bounds, baseline), Plot.Blue).Dots(Survival(bounds, baseline), Plot.Blue)
            .Line(Survival(bounds, slower), Plot.Orange, "5 4").Line(Survival(bounds, tail), Plot.Purple, "5 4")
            .Level(0.01, "", Plot.Grey)
            .Upright(margin.Quantile, $"p99 = {margin.Quantile:0} ms", Plot.Grey)
            .Upright(bounds[margin.Edge], $"edge {bounds[margin.Edge]:0} ms: harm is +{100 * margin.Harm:0.00} points above it", Plot.Green, 250, "end")
            .Label(25, 0.3, "baseline", Plot.Blue, -6, 12, "end").Label(50, 0.28, "everything 20 % slower", Plot.Orange, 8, -4).Label(400, 0.008, "0.8 % of requests hang", Plot.Purple, 0, -10, "middle");
        return Plot.Join("Share of requests above each bucket bound, with the edge at which a margin on the 99th percentile is judged", 720, 380, plot);
    }

    private static double[] Fill(Traffic traffic, double[] bounds, double factor, double hanging)
    {
        double[] counts = new double[bounds.Length + 1];
        for (int i = 0; i < 400_000; i++)
        {
            double latency = 25 * factor * Math.Exp(0.75 * traffic.Gaussian()) * (traffic.Uniform() < hanging ? 25 : 1);
            int bucket = Array.FindIndex(bounds, bound => latency <= bound);
            counts[bucket < 0 ? bounds.Length : bucket]++;
        }

        return counts;
    }

    private static IEnumerable<(double X, double Y)> Survival(double[] bounds, double[] counts) =>
        bounds.Select((bound, i) => (bound, counts.Skip(i + 1).Sum() / counts.Sum())).Where(point => point.Item2 > 0.0004);
}
