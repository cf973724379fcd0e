using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CanaryJudge.Statistics.Tests.Oracles;

namespace CanaryJudge.Statistics.Tests.Evidence;

/// <summary>
/// Whole evidence curves over simulated rollouts against an independent program (curves.json.gz says which): bursts, traffic splits, gaps, zero-inflated series, histograms,
/// each without and with history. They are printed to 12 digits, so 1e-11 relative (and absolute below 1) is what can be asked.
/// </summary>
public sealed class EvidenceCurveTests
{
    private static readonly JsonElement Recordings = Read();

    [Theory]
    [InlineData("strict")]
    [InlineData("strict_history")]
    public void Evidence_SimulatedRollouts_FollowsTheReferenceCurves(string mode)
    {
        WorstDifference worst = new($"Evidence curves ({mode}) v the reference program");
        foreach (JsonElement recording in Recordings.EnumerateArray())
        {
            List<EvidenceLevels[]> ours = [.. recording.GetProperty("metrics").EnumerateArray().SelectMany(metric => Streams(metric, recording.GetProperty("warmup").GetInt32(), mode == "strict_history"))];
            JsonElement[] theirs = [.. recording.GetProperty("curves").GetProperty(mode).EnumerateArray()];
            Assert.Equal(theirs.Length, ours.Count);
            for (int i = 0; i < theirs.Length; i++)
            {
                double[] harm = Numbers(theirs[i].GetProperty("harm")), safe = Numbers(theirs[i].GetProperty("safe"));
                Assert.Equal(harm.Length, ours[i].Length);
                for (int k = 0; k < harm.Length; k++)
                {
                    string Words() => $"{recording.GetProperty("id")} stream {i} window {k}";
                    worst.Add(ours[i][k].LnHarm, harm[k], Words, 1);
                    worst.Add(ours[i][k].LnSafe, safe[k], Words, 1);
                }
            }
        }

        worst.Hold(1e-11, atLeast: 1000);
    }

    private static IEnumerable<EvidenceLevels[]> Streams(JsonElement metric, int warmup, bool useHistory)
    {
        double margin = metric.GetProperty("margin").EnumerateObject().Single().Value.GetDouble();
        switch (metric.GetProperty("kind").GetString())
        {
            case "ratio":
                yield return Ratio(Side(metric, "history", useHistory), Side(metric, "baseline"), Side(metric, "canary"), margin, warmup);
                break;
            case "series":
                yield return Series(useHistory ? Numbers(metric.GetProperty("history").GetProperty("values")) : [], Numbers(metric.GetProperty("baseline").GetProperty("values")),
                    Numbers(metric.GetProperty("canary").GetProperty("values")), metric.GetProperty("margin").TryGetProperty("relative", out _), margin, warmup);
                break;
            default:
                foreach (double quantile in Numbers(metric.GetProperty("quantiles"))) yield return Histogram(metric, quantile, margin, warmup, useHistory);
                break;
        }
    }

    private static EvidenceLevels[] Histogram(JsonElement metric, double quantile, double margin, int warmup, bool useHistory)
    {
        double[] bounds = Numbers(metric.GetProperty("bounds"));
        double[][] history = useHistory ? Rows(metric, "history") : [], baseline = Rows(metric, "baseline"), canary = Rows(metric, "canary");
        double[] reference = new double[bounds.Length + 1];
        foreach (double[] row in history.Length > 0 ? history : baseline[..warmup])
        {
            for (int j = 0; j < row.Length; j++) reference[j] += row[j];
        }

        ExceedanceMargin exceedance = Exceedance.For(bounds, reference, quantile, margin);
        EvidenceLevels[] levels = Ratio(Above(history, exceedance.Edge), Above(baseline, exceedance.Edge), Above(canary, exceedance.Edge), exceedance.Harm, warmup);
        if (exceedance.UpperEdge < 0) return levels;
        EvidenceLevels[] upper = Ratio(Above(history, exceedance.UpperEdge), Above(baseline, exceedance.UpperEdge), Above(canary, exceedance.UpperEdge), exceedance.UpperHarm, warmup);
        return [.. levels.Zip(upper, (a, b) => a with { LnHarm = WeightedBonferroni.LnMean([a.LnHarm, b.LnHarm], [0.5, 0.5]) })];
    }

    private static EvidenceLevels[] Ratio((double[] X, double[] N) history, (double[] X, double[] N) baseline, (double[] X, double[] N) canary, double margin, int warmup)
    {
        RatioScale scale = RatioScale.Share(margin);
        RatioPrior prior = history.N.Length > 0 ? RatioPrior.FromHistory(scale, history.X, history.N, new double[history.N.Length]) : RatioPrior.WithoutHistory;
        RatioEvidence evidence = new(new double[RatioEvidence.StateLength], scale, prior);
        List<EvidenceLevels> levels = [];
        for (int k = warmup; k < baseline.N.Length; k++)
        {
            if (baseline.N[k] > 0 && canary.N[k] > 0) evidence.Add(new(canary.X[k], canary.N[k]), new(baseline.X[k], baseline.N[k]));
            else evidence.AddGap();
            levels.Add(evidence.Evaluate());
        }

        return [.. levels];
    }

    private static EvidenceLevels[] Series(double[] history, double[] baseline, double[] canary, bool isRelative, double margin, int warmup)
    {
        double[] reference = history.Length > 0 ? history : baseline[..warmup];
        SeriesScale scale = isRelative ? SeriesScale.Relative(reference, margin) : SeriesScale.Absolute(margin);
        SeriesPrior prior = SeriesPrior.FromHistory(history, scale);
        SeriesEvidence evidence = new(scale, prior);
        List<EvidenceLevels> levels = [];
        foreach (double difference in canary.Zip(baseline, scale.Difference).Skip(warmup))
        {
            evidence.Add(difference);
            levels.Add(evidence.Levels);
        }

        return [.. levels];
    }

    private static (double[] X, double[] N) Side(JsonElement metric, string side, bool use = true) =>
        use ? (Numbers(metric.GetProperty(side).GetProperty("bad")), Numbers(metric.GetProperty(side).GetProperty("total"))) : ([], []);

    private static (double[] X, double[] N) Above(double[][] rows, int edge)
    {
        (double Above, double Total)[] counts = [.. rows.Select(row => Exceedance.Above(row, edge))];
        return ([.. counts.Select(count => count.Above)], [.. counts.Select(count => count.Total)]);
    }

    private static double[][] Rows(JsonElement metric, string side) => [.. metric.GetProperty(side).GetProperty("counts").EnumerateArray().Select(Numbers)];

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];

    private static JsonElement Read([CallerFilePath] string path = "")
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(Path.GetDirectoryName(path)!, "..", "Reference", "curves.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(stream).RootElement.GetProperty("recordings");
    }
}
