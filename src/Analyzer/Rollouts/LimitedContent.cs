using System.Net;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>The body of a step's request, which looks at the step's limit when the connection is there and the bytes are about to leave. A receiver does nothing with a request that has no body.</summary>
internal sealed class LimitedContent(byte[] body, SendingLimit? limit) : HttpContent
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        limit is { IsOver: true } ? throw new HttpRequestException(SendingLimit.Words) : stream.WriteAsync(body, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
