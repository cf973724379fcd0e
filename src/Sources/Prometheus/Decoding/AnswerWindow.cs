using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The unread part of an answer as one contiguous piece, however the body arrives. Used for one answer after another.</summary>
/// <remarks>
/// A body in memory is read where it lies. A stream is read straight into one buffer, so that no later step has to know about
/// pieces; it grows only for a single token that does not fit, to <see cref="DecodeLimits.MaxTokenBytes"/>.
/// </remarks>
internal sealed class AnswerWindow(long maxBytes)
{
    private const int UsualBytes = 64 * 1024;
    private byte[] own = new byte[UsualBytes];
    private byte[] buffer = [];
    private Stream? stream;
    private CancellationToken cancellation;
    private int start;
    private int end;
    private long received;

    /// <summary>What is buffered and not consumed yet.</summary>
    public ReadOnlySpan<byte> Unread => buffer.AsSpan(start, end - start);

    /// <summary>How many bytes of the answer have been consumed.</summary>
    public long Offset => received - (end - start);

    /// <summary>What is buffered, with whatever lies before it.</summary>
    /// <param name="at">Where <see cref="Unread"/> starts in it.</param>
    public ReadOnlySpan<byte> Buffered(out int at)
    {
        at = start;
        return buffer.AsSpan(0, end);
    }

    /// <summary>Consumed bytes again, until the next fill.</summary>
    /// <param name="back">How far before <see cref="Unread"/> they start.</param>
    /// <param name="length">How many.</param>
    public ReadOnlySpan<byte> Consumed(int back, int length) => buffer.AsSpan(start - back, length);

    /// <summary>Moves past bytes that are done with.</summary>
    public void Consume(int count) => start += count;

    /// <summary>Starts with a body that arrives.</summary>
    public void Open(Stream body, CancellationToken cancellationToken)
    {
        (stream, cancellation, buffer) = (body, cancellationToken, own);
        start = end = 0;
        received = 0;
    }

    /// <summary>Starts with a body that is there. It is not copied, unless it lies outside of managed memory.</summary>
    public void Open(ReadOnlyMemory<byte> body)
    {
        received = body.Length;
        ArraySegment<byte> array = MemoryMarshal.TryGetArray(body, out ArraySegment<byte> there) ? there : body.ToArray();
        (buffer, start, end) = (array.Array ?? [], array.Offset, array.Offset + array.Count);
    }

    /// <summary>Adds bytes to <see cref="Unread"/>; spans taken from it before are void.</summary>
    /// <returns>False at the end of the body.</returns>
    /// <exception cref="DecodeException">The body is longer than allowed, or one token is.</exception>
    public ValueTask<bool> FillAsync()
    {
        if (stream is null) return new ValueTask<bool>(false);
        MakeRoom();
        ValueTask<int> read = stream.ReadAsync(buffer.AsMemory(end), cancellation);
        return read.IsCompletedSuccessfully ? new ValueTask<bool>(Take(read.Result)) : TakeAsync(read);
    }

    /// <summary>Lets go of the body.</summary>
    public void Close()
    {
        (stream, cancellation, buffer) = (null, default, []);
        start = end = 0;
        received = 0;
        if (own.Length > UsualBytes) own = new byte[UsualBytes];
    }

    /// <summary>The fault of a body that is longer than allowed.</summary>
    public static DecodeException TooLong(long maxBytes) => new(DecodeFaultKind.TooManyBytes, $"the answer is longer than {maxBytes:N0} bytes");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // a body in many small pieces makes no garbage
    private async ValueTask<bool> TakeAsync(ValueTask<int> read) => Take(await read);

    private bool Take(int count)
    {
        if (received + count > maxBytes) throw TooLong(maxBytes);
        end += count;
        received += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        int unread = end - start;
        if (unread == buffer.Length)
        {
            if (buffer.Length >= DecodeLimits.MaxTokenBytes) throw DecodeException.LongToken();
            byte[] larger = new byte[buffer.Length * 2];
            Unread.CopyTo(larger);
            buffer = own = larger;
        }
        else if (start > 0)
        {
            Unread.CopyTo(buffer);
        }
        (start, end) = (0, unread);
    }
}
