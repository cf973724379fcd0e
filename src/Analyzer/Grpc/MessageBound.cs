using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>
/// Refuses a gRPC message above the bound and names the bound. The library would refuse it too, without the number; so the length that stands before the
/// message is read here first, and left in place for the library.
/// </summary>
internal sealed class MessageBound(RequestDelegate next, IOptions<LimitOptions> limits)
{
    // One byte says whether the message is compressed, four its length, big endian.
    private const int PrefixBytes = 5;

    /// <summary>The step in the request pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true && context.Request.Path.StartsWithSegments("/" + CanaryJudgeService.ServiceName))
        {
            PipeReader body = context.Request.BodyReader;
            ReadResult read = await body.ReadAtLeastAsync(PrefixBytes, context.RequestAborted);
            uint length = LengthOf(read.Buffer);
            body.AdvanceTo(read.Buffer.Start);
            if (length > limits.Value.MessageBytes)
            {
                Refuse(context, length);
                return;
            }
        }

        await next(context);
    }

    private static uint LengthOf(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < PrefixBytes) return 0;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        return BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    // A gRPC answer without a message: the status stands in the headers.
    private void Refuse(HttpContext context, uint length)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)StatusCode.ResourceExhausted).ToString();
        context.Response.Headers["grpc-message"] = Text(length, limits.Value.MessageBytes);
    }

    /// <summary>The words of the refusal: ASCII without '%', as the header takes it.</summary>
    public static string Text(long length, int bound) => $"The request has {length} bytes, above the bound of {bound} (Limits:MessageBytes). Send fewer windows or metrics at a time.";
}
