using System.Buffers;
using System.IO.Pipelines;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Splits bytes into lines of bounded length; a longer one is passed over and told.</summary>
internal sealed class LineReader(PipeReader reader)
{
    private byte[] whole = new byte[4096];
    private bool ended;

    /// <summary>The line's number, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>True when the line has more bytes than allowed; its text is then empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The line without its end; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Text { get; private set; }

    /// <summary>True when there is nothing but blanks.</summary>
    public bool IsBlank => Text.Span.IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>Reads no more.</summary>
    public void Stop() => ended = true;

    /// <summary>Steps to the next line.</summary>
    /// <returns>False when there is none.</returns>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (ended) return false;
        int length = 0;
        IsTooLong = false;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken);
            SequencePosition? end = read.Buffer.PositionOf((byte)'\n');
            ReadOnlySequence<byte> part = end is { } position ? read.Buffer.Slice(0, position) : read.Buffer;
            length = Keep(part, length);
            reader.AdvanceTo(end is { } feed ? read.Buffer.GetPosition(1, feed) : read.Buffer.End);
            if (end is null && !read.IsCompleted) continue;
            ended = end is null;
            if (ended && length == 0 && !IsTooLong) return false;
            Number++;
            Text = IsTooLong ? default : whole.AsMemory(0, length);
            return true;
        }
    }

    private int Keep(ReadOnlySequence<byte> part, int length)
    {
        if (IsTooLong || part.Length > RecordingLimits.LineBytes - length)
        {
            IsTooLong = true;
            return 0;
        }
        int more = (int)part.Length;
        if (whole.Length < length + more) Array.Resize(ref whole, Math.Max(length + more, (int)Math.Min(2L * whole.Length, RecordingLimits.LineBytes)));
        part.CopyTo(whole.AsSpan(length));
        return length + more;
    }
}
