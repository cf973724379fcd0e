using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Rehearsing;

namespace CanaryJudge.Judging.Tests.Rehearsing;

/// <summary>Simulated pasts of known noise. The generator is the framework's, so that nothing here shares code with what is tested.</summary>
internal static class Pasts
{
    public static MetricPolicy Ratio(double margin, Direction direction = Direction.Increase) => new() { Name = "error_rate", Kind = MetricKind.Ratio, Margin = Margin.Absolute(margin), Direction = direction };

    public static MetricPolicy Series(Margin margin, bool resource = false) => new() { Name = "memory", Kind = MetricKind.Series, Margin = margin, Resource = resource, Unit = "bytes" };

    public static MetricPolicy Histogram(Margin margin) => new() { Name = "latency", Kind = MetricKind.Histogram, Margin = margin, Quantiles = [0.5, 0.99], Unit = "s" };

    public static MetricPolicy Count(double margin) => new() { Name = "restarts", Kind = MetricKind.Count, Margin = Margin.Absolute(margin) };

    public static Past Of(int horizon, params PastWindows[] metrics) =>
        new(new CanaryPolicy { Name = "p", Horizon = horizon, Metrics = [.. metrics.Select(m => m.Metric)] }, metrics);

    /// <summary>Requests that fail with one chance, independently.</summary>
    public static RatioWindows Requests(int windows, int requests, double failing, int seed)
    {
        Random random = new(seed);
        double[] bad = [.. Enumerable.Range(0, windows).Select(_ => (double)Failures(random, requests, failing))];
        return new RatioWindows(bad, [.. bad.Select(_ => (double)requests)]);
    }

    // From failure to failure: the gaps are geometric.
    private static int Failures(Random random, int requests, double failing)
    {
        int failures = 0;
        for (int at = Gap(); at < requests; at += 1 + Gap()) failures++;
        return failures;

        int Gap() => (int)Math.Min(1e9, Math.Log(1 - random.NextDouble()) / Math.Log(1 - failing));
    }

    /// <summary>A level times an autoregression with this memory and deviation.</summary>
    public static SeriesWindows Level(int windows, double level, double deviation, double memory, int seed)
    {
        Random random = new(seed);
        double[] values = new double[windows];
        double noise = 0;
        for (int k = -50; k < windows; k++)
        {
            noise = memory * noise + Math.Sqrt(1 - memory * memory) * deviation * Normal(random);
            if (k >= 0) values[k] = level * Math.Exp(noise);
        }

        return new SeriesWindows(values);
    }

    public static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Log-normal latencies with this median.</summary>
    public static HistogramWindows Latencies(int windows, int requests, double median, int seed)
    {
        Random random = new(seed);
        double[][] rows = [.. Enumerable.Range(0, windows).Select(_ => new double[Bounds.Length + 1])];
        foreach (double[] row in rows)
        {
            for (int i = 0; i < requests; i++)
            {
                double value = median * Math.Exp(0.7 * Normal(random));
                int bucket = Array.FindIndex(Bounds, bound => value <= bound);
                row[bucket < 0 ? Bounds.Length : bucket]++;
            }
        }

        return new HistogramWindows(Bounds, rows);
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>One after the other, and what was asked for.</summary>
    internal sealed class Plainly : IRepetition
    {
        public List<string> Asked { get; } = [];

        public T[] Repeat<T>(string what, int count, Func<int, T> one)
        {
            Asked.Add(what);
            return [.. Enumerable.Range(0, count).Select(one)];
        }
    }
}
