using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Analyzer;

/// <summary>Half an hour of two versions' request counters, scraped every 15 s: the baseline fails one request in a hundred.</summary>
internal static class ShopMetrics
{
    public const int Windows = 30;

    private const int ScrapesBefore = 45 * 4;
    private const long ScrapeMillis = 15_000;

    /// <summary>Start of the first window; an end of all samples lies <see cref="Windows"/> minutes later, in the past.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Counters of both versions; of every hundred requests of the canary so many fail.</summary>
    public static IEnumerable<RemoteWriteSeries> Series(double canaryPercent) =>
        [.. Side("v1", 1.0, seed: 1), .. Side("v2", canaryPercent, seed: 2)];

    private static IEnumerable<RemoteWriteSeries> Side(string version, double percent, int seed)
    {
        long first = Start.ToUnixTimeMilliseconds() - ScrapesBefore * ScrapeMillis;
        int count = ScrapesBefore + Windows * 4 + 1;
        Random random = new(seed);
        double[] total = new double[count];
        double[] bad = new double[count];
        for (int k = 1; k < count; k++)
        {
            int requests = 3000 + random.Next(200);
            double failed = Math.Round(requests * percent / 100 + random.Next(-3, 4));
            total[k] = total[k - 1] + requests;
            bad[k] = bad[k - 1] + failed;
        }

        yield return new RemoteWriteSeries("http_requests_total", ("version", version), ("code", "200")).Every(first, ScrapeMillis, count, k => total[k] - bad[k]);
        yield return new RemoteWriteSeries("http_requests_total", ("version", version), ("code", "500")).Every(first, ScrapeMillis, count, k => bad[k]);
    }
}
