using System.Collections.Concurrent;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Decodes answers of the Prometheus HTTP API (query and query_range) as they arrive: never a tree, in bounded memory.</summary>
/// <remarks>
/// Matrix, vector and scalar results; numbers as texts with NaN, +Inf and -Inf; native histograms; times to exact
/// milliseconds; the server's errors, warnings and infos. Unknown fields are read past. JSON is taken strictly (RFC 8259);
/// a known field or a label that comes twice, and times that do not rise, are faults. O(bytes). Buffers and the labels of
/// series that come again are kept for the next answers, within fixed bounds. Thread-safe.
/// </remarks>
/// <param name="limits">How much of an answer is taken at most.</param>
public sealed class PrometheusDecoder(DecodeLimits limits)
{
    private const int MaxSpare = 8;
    private readonly LabelCache labels = new();
    private readonly ConcurrentQueue<AnswerReader> spare = new();

    /// <summary>Decodes one answer: whatever the bytes are, the result is an answer, a server's error or a named fault.</summary>
    /// <param name="body">The decompressed body. It is read to its end, or to the first fault; it is not disposed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The answer with its series, or with <see cref="PrometheusAnswer.Fault"/> when it could not be decoded.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The body itself failed; so do other exceptions of the stream pass through.</exception>
    public async ValueTask<PrometheusAnswer> DecodeAsync(Stream body, CancellationToken cancellationToken)
    {
        var collector = new SeriesCollector();
        return Collected(await DecodeAsync(body, collector, cancellationToken), collector);
    }

    /// <summary>Decodes one answer without keeping it: its series go to a receiver.</summary>
    /// <param name="body">The decompressed body, as above.</param>
    /// <param name="receiver">Takes the series. Its exceptions pass through.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The answer without its series. When it has a fault, or is the server's error, what the receiver took is void.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The body itself failed; so do other exceptions of the stream pass through.</exception>
    public ValueTask<PrometheusAnswer> DecodeAsync(Stream body, ISeriesReceiver receiver, CancellationToken cancellationToken)
    {
        AnswerReader reader = Take();
        reader.Window.Open(body, cancellationToken);
        return ReadAsync(reader, receiver);
    }

    /// <summary>Decodes one answer that is in memory.</summary>
    /// <param name="body">The decompressed body. It must not change meanwhile.</param>
    /// <returns>The answer with its series, or with <see cref="PrometheusAnswer.Fault"/> when it could not be decoded.</returns>
    public PrometheusAnswer Decode(ReadOnlyMemory<byte> body)
    {
        var collector = new SeriesCollector();
        return Collected(Decode(body, collector), collector);
    }

    /// <summary>Decodes one answer that is in memory without keeping it: its series go to a receiver. Allocates nothing a series or a point once warm.</summary>
    /// <param name="body">The decompressed body. It must not change meanwhile.</param>
    /// <param name="receiver">Takes the series. Its exceptions pass through.</param>
    /// <returns>The answer without its series. When it has a fault, or is the server's error, what the receiver took is void.</returns>
    public PrometheusAnswer Decode(ReadOnlyMemory<byte> body, ISeriesReceiver receiver)
    {
        if (body.Length > limits.MaxBytes) return Faulty(AnswerWindow.TooLong(limits.MaxBytes), limits.MaxBytes);
        AnswerReader reader = Take();
        reader.Window.Open(body);
        ValueTask<PrometheusAnswer> reading = ReadAsync(reader, receiver);
        return reading.IsCompleted ? reading.GetAwaiter().GetResult() : throw new InvalidOperationException("A body in memory never waits.");
    }

    private async ValueTask<PrometheusAnswer> ReadAsync(AnswerReader reader, ISeriesReceiver receiver)
    {
        try
        {
            return await reader.ReadAsync(receiver);
        }
        catch (DecodeException e)
        {
            return Faulty(e, reader.Window.Offset);
        }
        finally
        {
            reader.Close();
            if (spare.Count < MaxSpare) spare.Enqueue(reader);
        }
    }

    private AnswerReader Take() => spare.TryDequeue(out AnswerReader? reader) ? reader : new AnswerReader(limits, labels);

    private static PrometheusAnswer Collected(PrometheusAnswer answer, SeriesCollector collector) =>
        answer.Succeeded ? answer with { Series = collector.Series } : answer;

    private static PrometheusAnswer Faulty(DecodeException e, long offset) => new() { Fault = new DecodeFault(e.Kind, e.Message, offset) };
}
