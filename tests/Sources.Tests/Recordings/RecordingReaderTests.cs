using System.IO.Compression;
using System.Text;
using CanaryJudge.Sources.Recordings;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Recordings;

public sealed class RecordingReaderTests
{
    private const string Line = """{"format":"canaryjudge.io/recording/v1","id":"a","interval_seconds":60,"warmup":0,"horizon":60,"metrics":[{"name":"cpu","kind":"series","direction":"increase","margin":{"absolute":1},"baseline":{"values":[1]},"canary":{"values":[2]}}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n \n\r\n", 0)]
    [InlineData(Line, 1)]
    [InlineData(Line + "\n", 1)]
    [InlineData(Line + "\r\n\n" + Line + "\n", 2)]
    public async Task ReadAsync_PlainOrGzip_GivesTheSameLines(string text, int recordings)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        List<RecordingLine> lines = await ReadAsync(new MemoryStream(plain));
        Assert.Equal(recordings, lines.Count);
        Assert.All(lines, line => Assert.Empty(line.Violations));
        Assert.Equal(lines.Select(line => line.Line), (await ReadAsync(new MemoryStream(Packed(plain)))).Select(line => line.Line));
        Assert.Equal(lines.Select(line => line.Line), (await ReadAsync(new DripStream(Packed(plain)))).Select(line => line.Line));
        Assert.Equal(lines.Select(line => line.Line), (await ReadAsync(new DripStream(plain))).Select(line => line.Line));
    }

    [Fact]
    public async Task ReadAsync_AWrongLine_DoesNotStopTheLinesAfterIt()
    {
        List<RecordingLine> lines = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Line + "\n{\n\n" + Line)));
        Assert.Equal([(1, true), (2, false), (4, true)], lines.Select(line => (line.Line, line.Recording is not null)));
        Assert.Equal(2, Assert.Single(lines[1].Violations).Line);
    }

    [Fact]
    public async Task ReadAsync_ALineTooLong_IsPassedOverAndTold()
    {
        List<RecordingLine> lines = await ReadAsync(new BigStream(Encoding.UTF8.GetBytes(Line + "\n"), RecordingLimits.LineBytes + 1L, Encoding.UTF8.GetBytes("\n" + Line)));
        Assert.Equal([true, false, true], lines.Select(line => line.Recording is not null));
        Assert.Equal("The line has more than 67108864 bytes.", Assert.Single(lines[1].Violations).Message);
        Assert.Equal(3, lines[2].Line);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public async Task ReadAsync_DamagedGzip_IsTold(double share)
    {
        byte[] noise = [.. Enumerable.Range(0, 4000).SelectMany(i => Encoding.UTF8.GetBytes(Line.Replace("[2]", $"[{Math.Sin(i):R}]", StringComparison.Ordinal) + "\n"))];
        byte[] packed = Packed(noise);
        List<RecordingLine> lines = await ReadAsync(new MemoryStream(packed[..(int)(share * packed.Length)]));
        Assert.NotEmpty(lines[^1].Violations); // a cut file never reads as a whole one
        Assert.InRange(lines.Count, 2, 3999);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Throws() => await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
    {
        await foreach (RecordingLine line in RecordingReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Line)), new CancellationToken(canceled: true))) Assert.Null(line);
    });

    [Fact]
    public async Task ReadAsync_DoesNotCloseTheCallersStream()
    {
        using var stream = new MemoryStream(Packed(Encoding.UTF8.GetBytes(Line)));
        await ReadAsync(stream);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void ReadAsync_AnyBytes_GiveRecordingsOrViolations() => Gen.Byte.Array[0, 300].Sample(Holds);

    [Fact]
    public void ReadAsync_ARecordingWithOneByteChanged_GivesARecordingOrViolations() =>
        Gen.Select(Gen.Int[0, Line.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Line);
            bytes[place] = value;
            Holds(bytes);
        });

    private static void Holds(byte[] bytes)
    {
        foreach (RecordingLine line in RecordingReader.ReadAsync(new MemoryStream(bytes)).ToBlockingEnumerable())
        {
            Assert.Equal(line.Recording is null, line.Violations.Count > 0);
            Assert.All(line.Violations, violation => Assert.NotEmpty(violation.Message));
        }
    }

    private static async Task<List<RecordingLine>> ReadAsync(Stream stream)
    {
        var lines = new List<RecordingLine>();
        await foreach (RecordingLine line in RecordingReader.ReadAsync(stream, Token)) lines.Add(line);
        return lines;
    }

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) zip.Write(plain);
        return packed.ToArray();
    }

    /// <summary>Gives one byte at a time, as a slow pipe may.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }

    /// <summary>Some bytes, many letters that are never in memory at once, some bytes.</summary>
    private sealed class BigStream(byte[] before, long letters, byte[] after) : MemoryStream
    {
        private static readonly byte[] Letters = [.. Enumerable.Repeat((byte)'a', 1 << 16)];
        private long at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            bool first = at < before.Length, last = at >= before.Length + letters;
            ReadOnlySpan<byte> part = first ? before.AsSpan((int)at) : last ? after.AsSpan((int)(at - before.Length - letters)) : Letters.AsSpan(0, (int)Math.Min(Letters.Length, before.Length + letters - at));
            int count = Math.Min(buffer.Length, part.Length);
            part[..count].CopyTo(buffer.Span);
            at += count;
            return ValueTask.FromResult(count);
        }
    }
}
