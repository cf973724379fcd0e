using System.IO.Compression;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>decode/SxK and decode-gz/SxK: a range answer in memory, plain or compressed, becomes times and values in arrays of the caller.</summary>
/// <remarks>The rows named canaryjudge-series keep what a source keeps: labels, times and an array of values for each series.</remarks>
public sealed class DecodeCases : ICaseFamily
{
    private static readonly (int Series, int Points)[] Sizes = [(1, 360), (100, 360), (1000, 1440)];

    public IEnumerable<PeerCase> Cases(string dataFolder, string only)
    {
        var decoder = new PrometheusDecoder(new DecodeLimits(1L << 30, 20_000, 10_000_000));
        foreach ((int series, int points) in Sizes)
        {
            var arrays = new Arrays(series * points);
            string file = Path.Combine(dataFolder, $"matrix-{series}x{points}.json");
            string plain = $"decode/{series}x{points}";
            if (plain.Contains(only, StringComparison.Ordinal))
            {
                byte[] body = File.ReadAllBytes(file);
                yield return new PeerCase(plain, _ => arrays.Take(decoder.Decode(body, arrays.Empty())), body.Length);
                yield return new PeerCase(plain, _ => Count(decoder.Decode(body)), body.Length, "canaryjudge-series");
            }
            string packed = $"decode-gz/{series}x{points}";
            if (packed.Contains(only, StringComparison.Ordinal))
            {
                long length = new FileInfo(file).Length;
                byte[] body = File.ReadAllBytes(file + ".gz");
                yield return new PeerCase(packed, _ => arrays.Take(Inflated(body, stream => decoder.DecodeAsync(stream, arrays.Empty(), CancellationToken.None))), length);
                yield return new PeerCase(packed, _ => Count(Inflated(body, stream => decoder.DecodeAsync(stream, CancellationToken.None))), length, "canaryjudge-series");
            }
        }
    }

    private static PrometheusAnswer Inflated(byte[] body, Func<Stream, ValueTask<PrometheusAnswer>> decode)
    {
        using var inflated = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        ValueTask<PrometheusAnswer> answer = decode(inflated);
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("A body in memory never waits.");
    }

    private static int Count(PrometheusAnswer answer)
    {
        int points = 0;
        foreach (FetchedSeries series in answer.Series) points += series.Values.Length;
        return points;
    }

    private sealed class Arrays(int capacity) : ISeriesReceiver
    {
        private readonly long[] times = new long[capacity];
        private readonly double[] values = new double[capacity];
        private int count;
        private int labels;

        public Arrays Empty()
        {
            count = labels = 0;
            return this;
        }

        public int Take(PrometheusAnswer answer) => answer.Succeeded && labels > 0 ? count : throw new InvalidOperationException($"{answer.Fault}{answer.Error}");

        public void Numbers(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<double> values)
        {
            timesMillis.CopyTo(times.AsSpan(count));
            values.CopyTo(this.values.AsSpan(count));
            count += values.Length;
            this.labels += labels.Count;
        }

        public void Histograms(IReadOnlyDictionary<string, string> labels, ReadOnlySpan<long> timesMillis, ReadOnlySpan<NativeHistogramPoint> histograms) =>
            throw new InvalidOperationException("The inputs hold numbers.");
    }
}
