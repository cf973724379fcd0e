namespace CanaryJudge.Sources.Prometheus;

/// <summary>A small file that others change under us (tokens and certificates are renewed): read on every use, understood again only when its bytes changed.</summary>
/// <remarks>Times and sizes are not trusted: Kubernetes swaps a link above the file. Reading a kilobyte costs microseconds, less than any request.</remarks>
/// <param name="path">The file.</param>
/// <param name="understand">What its bytes mean.</param>
internal sealed class RereadFile<T>(string path, Func<byte[], T> understand)
{
    private const int MaxBytes = 1 << 20;
    private readonly Lock gate = new();
    private byte[]? bytes;
    private T? value;

    /// <summary>What the file means now.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than 1 MiB.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public T Get()
    {
        lock (gate)
        {
            byte[] now = Read();
            if (bytes is null || !now.AsSpan().SequenceEqual(bytes))
            {
                value = understand(now);
                bytes = now;
            }
            return value!;
        }
    }

    private byte[] Read()
    {
        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[8 * 1024];
        int length = 0;
        int count;
        while ((count = stream.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += count;
            if (length > MaxBytes) throw new IOException($"The file '{path}' is longer than {MaxBytes:N0} bytes.");
            if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }
        return buffer.AsSpan(0, length).ToArray();
    }
}
