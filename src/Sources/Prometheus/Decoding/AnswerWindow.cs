using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>The unread part of an answer as one contiguous piece, however the body was cut into buffers.</summary>
/// <remarks>
/// Bytes are copied out of the pipe into one pooled buffer: at memory speed, a few per cent of the decoding, and no
/// later step has to know about segments. The buffer grows only for a single token that does not fit, to 1 MiB.
/// </remarks>
internal sealed class AnswerWindow(PipeReader body, long maxBytes, CancellationToken cancellationToken) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private ReadOnlySequence<byte> pending = ReadOnlySequence<byte>.Empty;
    private bool pendingHeld;
    private bool completed;
    private int start;
    private int end;
    private long copied;

    /// <summary>What is buffered and not consumed yet.</summary>
    public ReadOnlySpan<byte> Unread => buffer.AsSpan(start, end - start);

    /// <summary>How many bytes of the answer have been consumed.</summary>
    public long Offset => copied - (end - start);

    /// <summary>Consumed bytes again, until the next fill.</summary>
    /// <param name="back">How far before <see cref="Unread"/> they start.</param>
    /// <param name="length">How many.</param>
    public ReadOnlySpan<byte> Consumed(int back, int length) => buffer.AsSpan(start - back, length);

    /// <summary>Moves past bytes that are done with.</summary>
    public void Consume(int count) => start += count;

    /// <summary>Adds bytes to <see cref="Unread"/>; spans taken from it before are void.</summary>
    /// <returns>False at the end of the body.</returns>
    /// <exception cref="DecodeException">The body is longer than allowed, or one token is.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // a body in many small pieces makes no garbage
    public async ValueTask<bool> FillAsync()
    {
        if (pending.IsEmpty && !await ReadPipeAsync()) return false;
        MakeRoom();
        int taken = (int)Math.Min(pending.Length, buffer.Length - end);
        if (copied + taken > maxBytes)
            throw new DecodeException(DecodeFaultKind.TooManyBytes, $"the answer is longer than {maxBytes:N0} bytes");
        pending.Slice(0, taken).CopyTo(buffer.AsSpan(end));
        pending = pending.Slice(taken);
        end += taken;
        copied += taken;
        return true;
    }

    /// <summary>Gives the buffer back. The pipe stays its owner's.</summary>
    public void Dispose()
    {
        if (pendingHeld) body.AdvanceTo(pending.Start);
        pendingHeld = false;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadPipeAsync()
    {
        while (pending.IsEmpty)
        {
            if (pendingHeld) body.AdvanceTo(pending.End);
            pendingHeld = false;
            if (completed) return false;
            ReadResult read = await body.ReadAsync(cancellationToken);
            if (read.IsCanceled) throw new OperationCanceledException("The pipe's read was cancelled.");
            pending = read.Buffer;
            pendingHeld = true;
            completed = read.IsCompleted;
        }
        return true;
    }

    private void MakeRoom()
    {
        int unread = end - start;
        if (unread == buffer.Length)
        {
            if (buffer.Length >= DecodeLimits.MaxTokenBytes)
                throw new DecodeException(DecodeFaultKind.TooManyBytes, $"one string or number is longer than {DecodeLimits.MaxTokenBytes:N0} bytes");
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            Unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        else if (start > 0)
        {
            Unread.CopyTo(buffer);
        }
        (start, end) = (0, unread);
    }
}
