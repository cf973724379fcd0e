using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads files of recordings: JSON Lines, plain or gzip, told apart by content.</summary>
public static class RecordingReader
{
    /// <summary>Reads recordings as they come; one line is in memory at a time.</summary>
    /// <param name="stream">UTF-8 JSON Lines, or the same in gzip. Blank lines are passed over. Not disposed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One entry a line that is not blank: a recording, or what is wrong; lines after a wrong one are still read. Damaged gzip is a last entry that says so. An empty stream gives none.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async IAsyncEnumerable<RecordingLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (RecordingText text in SplitAsync(stream, cancellationToken)) yield return text.Parse();
    }

    /// <summary>Splits a stream into its lines and leaves the reading of each to the caller, who may do it on other threads.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    /// <returns>One entry a line that is not blank. Damaged gzip is a last entry that says so when it is read. An empty stream gives none.</returns>
    public static async IAsyncEnumerable<RecordingText> SplitAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var options = new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true);
        PipeReader plain = PipeReader.Create(stream, options);
        PipeReader text = await IsGzipAsync(plain, cancellationToken) ? PipeReader.Create(new GZipStream(plain.AsStream(), CompressionMode.Decompress), new StreamPipeReaderOptions(bufferSize: 64 << 10)) : plain;
        var lines = new LineReader(text);
        try
        {
            while (await NextAsync(lines, cancellationToken) is { } line) yield return line;
        }
        finally
        {
            await text.CompleteAsync();
            if (!ReferenceEquals(text, plain)) await plain.CompleteAsync();
        }
    }

    private static async Task<bool> IsGzipAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        ReadResult start = await reader.ReadAtLeastAsync(2, cancellationToken);
        bool isGzip = start.Buffer.Length >= 2 && start.Buffer.Slice(0, 2).ToArray() is [0x1f, 0x8b];
        reader.AdvanceTo(start.Buffer.Start);
        return isGzip;
    }

    private static async Task<RecordingText?> NextAsync(LineReader lines, CancellationToken cancellationToken)
    {
        try
        {
            while (await lines.NextAsync(cancellationToken))
            {
                if (lines.IsTooLong) return Wrong(lines.Number, $"The line has more than {RecordingLimits.LineBytes} bytes.", "Split the recording, or leave windows out.");
                if (!lines.IsBlank) return new RecordingText(lines.Number, lines.Text.ToArray());
            }
            return null;
        }
        catch (InvalidDataException cause)
        {
            lines.Stop();
            return Wrong(lines.Number + 1, $"The gzip data is damaged here: {cause.Message}", "Fetch or write the file again.");
        }
    }

    private static RecordingText Wrong(int line, string message, string remedy) => new(line, default, new Violation("", message, remedy, line, 1));
}
