using System.IO.Pipelines;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Decodes answers of the Prometheus HTTP API (query and query_range) as they arrive: never a tree, in bounded memory.</summary>
/// <remarks>
/// Matrix, vector and scalar results; numbers as texts with NaN, +Inf and -Inf; native histograms; times to exact
/// milliseconds; the server's errors, warnings and infos. Unknown fields are read past. JSON is taken strictly (RFC 8259);
/// a known field or a label that comes twice, and times that do not rise, are faults. O(bytes).
/// </remarks>
public static class PrometheusDecoder
{
    /// <summary>Decodes one answer: whatever the bytes are, the result is an answer, a server's error or a named fault.</summary>
    /// <param name="body">The decompressed body. It is read to its end, or to the first fault; it is not completed.</param>
    /// <param name="limits">How much is taken at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The answer, with <see cref="PrometheusAnswer.Fault"/> set when it could not be decoded.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The body itself failed; so do other exceptions of the pipe's source pass through.</exception>
    public static async ValueTask<PrometheusAnswer> DecodeAsync(PipeReader body, DecodeLimits limits, CancellationToken cancellationToken = default)
    {
        using var window = new AnswerWindow(body, limits.MaxBytes, cancellationToken);
        try
        {
            return await new AnswerReader(new JsonScanner(window), limits).ReadAsync();
        }
        catch (DecodeException e)
        {
            return new PrometheusAnswer { Fault = new DecodeFault(e.Kind, e.Message, window.Offset) };
        }
    }
}
