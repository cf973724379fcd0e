using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

/// <summary>What the tests write into a server: every kind of series that the judge reads, ten minutes of it at 15 s.</summary>
internal static class Samples
{
    public const int Count = 40;
    public const long Step = 15_000;
    public const long End = Ask.Start + (Count - 1) * Step;

    public static readonly RemoteWriteSeries Good = Requests("200").Every(Ask.Start, Step, Count, i => 100.0 * i);

    public static readonly RemoteWriteSeries Bad = Requests("500").Every(Ask.Start, Step, Count, i => 3.0 * i);

    /// <summary>A counter that starts again at sample 20.</summary>
    public static readonly RemoteWriteSeries Reset = new RemoteWriteSeries("reset_total", ("pod", "a")).Every(Ask.Start, Step, Count, i => i < 20 ? 10.0 * i : 10.0 * (i - 20));

    /// <summary>Samples 10 to 29 are missing.</summary>
    public static readonly RemoteWriteSeries Gap = new("gappy", ("pod", "a")) { Samples = [.. Enumerable.Range(0, Count).Where(i => i is < 10 or >= 30).Select(i => (Ask.Start + i * Step, (double)i))] };

    /// <summary>A target that went away: a staleness marker at sample 20, and it comes back at sample 30.</summary>
    public static readonly RemoteWriteSeries Stale = new("stale", ("pod", "a"))
    {
        Samples = [.. Enumerable.Range(0, Count).Where(i => i is <= 20 or >= 30).Select(i => (Ask.Start + i * Step, i == 20 ? RemoteWriteSeries.Stale : i))],
    };

    /// <summary>Values that are hard to write and read: many digits, tiny, huge, infinite, not a number; times with milliseconds.</summary>
    public static readonly RemoteWriteSeries Odd = new("odd", ("quote", "she said \"no\"\n{x=\"y\"}\\"), ("ünï", "日本 \U0001F600"))
    {
        Samples =
        [
            (Ask.Start + 1, 0.1 + 0.2), (Ask.Start + 1_002, 1.0 / 3), (Ask.Start + 2_030, 5e-324), (Ask.Start + 3_400, double.MaxValue), (Ask.Start + 4_000, -1e-300),
            (Ask.Start + 5_000, double.PositiveInfinity), (Ask.Start + 6_000, double.NegativeInfinity), (Ask.Start + 7_000, double.NaN), (Ask.Start + 8_000, 123_456_789_012_345_680),
        ],
    };

    /// <summary>A classic histogram: cumulative buckets.</summary>
    public static readonly RemoteWriteSeries[] Classic =
        [.. new[] { ("0.1", 5.0), ("0.5", 8.0), ("+Inf", 10.0) }.Select(bucket => new RemoteWriteSeries("latency_bucket", ("le", bucket.Item1)).Every(Ask.Start, Step, Count, i => bucket.Item2 * i))];

    /// <summary>A native histogram of schema 0: buckets end at powers of two.</summary>
    public static readonly RemoteWriteSeries Native = new("latency_native", ("pod", "a"))
    {
        Histograms = [.. Enumerable.Range(0, Count).Select(i => new RemoteWriteHistogram(Ask.Start + i * Step, 0, 2.5 * i, FirstIndex: -1, [i, 0, 2 * i], ZeroCount: i))],
    };

    private static RemoteWriteSeries Requests(string code) => new("http_requests_total", ("code", code), ("version", "v2"));
}
