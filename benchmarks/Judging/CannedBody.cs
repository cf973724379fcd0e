using System.Diagnostics;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>The body of an answer from memory: reading copies it, as the operating system would, and tells what that took.</summary>
/// <param name="content">The body.</param>
/// <param name="took">Told after each read.</param>
internal sealed class CannedBody(byte[] content, Action<TimeSpan> took) : MemoryStream(content, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        ValueTask<int> read = base.ReadAsync(buffer, cancellationToken);
        took(Stopwatch.GetElapsedTime(start));
        return read;
    }
}
