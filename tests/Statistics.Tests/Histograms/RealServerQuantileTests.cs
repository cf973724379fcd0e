using System.Globalization;
using System.Text.Json;
using CanaryJudge.TestKit;

namespace CanaryJudge.Statistics.Tests.Histograms;

/// <summary>Quantiles against <c>histogram_quantile</c> of a real Prometheus that the tests start.</summary>
public sealed class RealServerQuantileTests
{
    private const int Cases = 300;
    private const long At = 1_700_000_000_000;
    private static readonly double[] Quantiles = [0, 0.01, 0.1, 0.25, 0.499, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public async Task Classic_RandomBuckets_AreTheServersAnswerToTheLastDigit()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        var random = new Random(20261127);
        var cases = Enumerable.Range(0, Cases).Select(_ => RandomClassic(random)).ToArray();
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: stop);
        await server.WriteAsync(
            cases.SelectMany((c, i) => c.Bounds.Select((bound, b) => new RemoteWriteSeries("h_bucket", ("case", Text(i)), ("le", double.IsPositiveInfinity(bound) ? "+Inf" : Text(bound)))
            {
                Samples = [(At, c.Cumulative[b])],
            })),
            stop);

        foreach (double q in Quantiles)
        {
            double[] answers = await AskAsync(server, $"histogram_quantile({Text(q)}, h_bucket)", stop);
            for (int i = 0; i < Cases; i++)
            {
                double ours = ClassicHistogram.QuantileOfCumulative(q, cases[i].Bounds, cases[i].Cumulative).Value;
                Assert.True(BitConverter.DoubleToInt64Bits(ours) == BitConverter.DoubleToInt64Bits(answers[i]), $"case {i}, quantile {q}: {ours:R}, the server says {answers[i]:R}");
            }
        }
    }

    [Fact]
    public async Task Native_RandomBuckets_AreTheServersAnswer()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        var random = new Random(20261128);
        var cases = Enumerable.Range(0, Cases).Select(_ => RandomNative(random)).ToArray();
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: stop);
        await server.WriteAsync(cases.Select((c, i) => new RemoteWriteSeries("n", ("case", Text(i))) { Histograms = [c] }), stop);

        foreach (double q in Quantiles)
        {
            double[] answers = await AskAsync(server, $"histogram_quantile({Text(q)}, n)", stop);
            for (int i = 0; i < Cases; i++)
            {
                double ours = Ours(cases[i], q);
                // The server of the tests is Prometheus 2, which counts from below for every quantile: from 0.5 on the rank rounds differently.
                bool isSame = q < 0.5 ? ours == answers[i] : Math.Abs(ours - answers[i]) <= 1e-12 * Math.Abs(answers[i]);
                Assert.True(isSame, $"case {i} ({cases[i]}), quantile {q}: {ours:R}, the server says {answers[i]:R}");
            }
        }
    }

    private static (double[] Bounds, double[] Cumulative) RandomClassic(Random random)
    {
        double[] bounds = new double[random.Next(2, 15)], cumulative = new double[bounds.Length];
        double bound = random.Next(4) == 0 ? -random.NextDouble() : random.NextDouble() / 100, count = 0;
        for (int b = 0; b < bounds.Length; b++)
        {
            bounds[b] = b == bounds.Length - 1 ? double.PositiveInfinity : bound;
            bound += Math.Exp(6 * random.NextDouble() - 4);
            count += random.Next(3) == 0 ? 0 : random.Next(1, 5000) / (random.Next(2) == 0 ? 1.0 : 7.0);
            cumulative[b] = count;
        }

        if (count == 0) cumulative[^1] = 1;
        return (bounds, cumulative);
    }

    private static RemoteWriteHistogram RandomNative(Random random)
    {
        long[] counts = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3) == 0 ? 0L : random.Next(1, 5000))];
        counts[0] = Math.Max(counts[0], 1);
        return new RemoteWriteHistogram(At, Schema: -random.Next(0, 3), Sum: 1, FirstIndex: random.Next(-6, 6), counts, ZeroCount: random.Next(2) == 0 ? 0 : random.Next(1, 500));
    }

    // Schemas of 0 and below have powers of two for bounds, which are exact.
    private static double Ours(RemoteWriteHistogram histogram, double quantile)
    {
        int factor = 1 << -histogram.Schema;
        var buckets = histogram.Counts.Select((count, b) => (Lower: Math.ScaleB(1, (histogram.FirstIndex + b - 1) * factor), Upper: Math.ScaleB(1, (histogram.FirstIndex + b) * factor), Count: (double)count)).ToList();
        if (histogram.ZeroCount > 0) buckets.Insert(0, (-Math.ScaleB(1, -128), Math.ScaleB(1, -128), histogram.ZeroCount));
        return NativeHistogram.Quantile(
            quantile, buckets.Sum(b => b.Count), histogram.Sum, [.. buckets.Select(b => b.Lower)], [.. buckets.Select(b => b.Upper)], [.. buckets.Select(b => b.Count)], NativeInterpolation.Linear);
    }

    private static async Task<double[]> AskAsync(PrometheusServer server, string query, CancellationToken stop)
    {
        using var client = new HttpClient();
        using var body = new FormUrlEncodedContent([new("query", query), new("time", (At / 1000).ToString(CultureInfo.InvariantCulture))]);
        using HttpResponseMessage answer = await client.PostAsync(new Uri(server.BaseAddress, "api/v1/query"), body, stop);
        string text = await answer.Content.ReadAsStringAsync(stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        double[] values = new double[Cases];
        Array.Fill(values, double.NaN);
        foreach (JsonElement series in json.RootElement.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            int index = int.Parse(series.GetProperty("metric").GetProperty("case").GetString()!, CultureInfo.InvariantCulture);
            values[index] = double.Parse(series.GetProperty("value")[1].GetString()!.Replace("Inf", "∞", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        return values;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
