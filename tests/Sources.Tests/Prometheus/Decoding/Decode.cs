using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>Decodes bytes that arrive in chosen pieces, and compares answers to the bit.</summary>
internal static class Decode
{
    public static readonly DecodeLimits Generous = new(1 << 28, 100_000, 10_000_000);

    /// <summary>One decoder for all tests, which leave faults and half-read answers behind for each other.</summary>
    private static readonly PrometheusDecoder Reused = new(Generous);

    public static PrometheusAnswer Text(string body, DecodeLimits? limits = null) => Bytes(Encoding.UTF8.GetBytes(body), int.MaxValue, limits);

    /// <summary>Decodes bytes that lie in memory, with other bytes around them.</summary>
    public static PrometheusAnswer Memory(byte[] body, DecodeLimits? limits = null)
    {
        byte[] surrounded = [.. "[9,\"9\"],"u8, .. body, .. ",[9,\"9\"]"u8];
        return (limits is null ? Reused : new PrometheusDecoder(limits)).Decode(surrounded.AsMemory(8, body.Length));
    }

    /// <summary>Decodes bytes that arrive in pieces of the given length.</summary>
    public static PrometheusAnswer Bytes(byte[] body, int piece, DecodeLimits? limits = null) => Pieces(body, Enumerable.Repeat(piece, int.MaxValue), limits);

    /// <summary>Decodes bytes that arrive in pieces of the given lengths.</summary>
    public static PrometheusAnswer Pieces(byte[] body, IEnumerable<int> pieces, DecodeLimits? limits = null)
    {
        using var stream = new PieceStream(body, pieces);
        PrometheusDecoder decoder = limits is null ? Reused : new PrometheusDecoder(limits);
        Task<PrometheusAnswer> decoding = decoder.DecodeAsync(stream, TestContext.Current.CancellationToken).AsTask();
        Assert.True(decoding.IsCompleted, "A body that never waits is decoded without waiting.");
        return decoding.GetAwaiter().GetResult();
    }

    public static FetchedSeries One(PrometheusAnswer answer)
    {
        Assert.Null(answer.Fault);
        return Assert.Single(answer.Series);
    }

    /// <summary>Null when both answers are the same to the bit, otherwise the first difference.</summary>
    public static string? Difference(PrometheusAnswer? expected, PrometheusAnswer actual)
    {
        if (expected is null) return actual.Fault is null ? "no fault was seen" : null;
        if (actual.Fault is { } fault) return fault.ToString();
        if (expected.Succeeded != actual.Succeeded || expected.Error != actual.Error || expected.ErrorType != actual.ErrorType) return "status or error";
        if (!expected.Warnings.SequenceEqual(actual.Warnings)) return "warnings";
        if (expected.Series.Count != actual.Series.Count) return $"{expected.Series.Count} series became {actual.Series.Count}";
        return expected.Series.Zip(actual.Series).Select((pair, i) => Difference(pair.First, pair.Second) is { } words ? $"series {i}: {words}" : null).FirstOrDefault(d => d is not null);
    }

    private static string? Difference(FetchedSeries expected, FetchedSeries actual)
    {
        if (!expected.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).SequenceEqual(actual.Labels)) return "labels";
        if (!expected.TimesMillis.SequenceEqual(actual.TimesMillis)) return "times";
        if (!SameBits(expected.Values, actual.Values)) return "values";
        if (expected.Histograms.Length != actual.Histograms.Length) return "histograms";
        return expected.Histograms.Zip(actual.Histograms).All(pair =>
            SameBits([pair.First.Count, pair.First.Sum], [pair.Second.Count, pair.Second.Sum]) && SameBits(pair.First.Lower, pair.Second.Lower)
            && SameBits(pair.First.Upper, pair.Second.Upper) && SameBits(pair.First.Counts, pair.Second.Counts)) ? null : "a histogram";
    }

    private static bool SameBits(double[] x, double[] y) => x.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(y.Select(BitConverter.DoubleToInt64Bits));

    private sealed class PieceStream(byte[] body, IEnumerable<int> pieces) : Stream
    {
        private readonly IEnumerator<int> pieces = pieces.GetEnumerator();
        private int at;
        private int left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => body.Length;

        public override long Position { get => at; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left == 0) left = pieces.MoveNext() ? Math.Max(1, pieces.Current) : int.MaxValue;
            int count = Math.Min(Math.Min(left, body.Length - at), buffer.Length);
            body.AsMemory(at, count).CopyTo(buffer);
            at += count;
            left -= count;
            return new ValueTask<int>(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
