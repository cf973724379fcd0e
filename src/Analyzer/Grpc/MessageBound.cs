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
    private const string OurServices = "/canaryjudge.v1.";

    // One byte says whether the message is compressed, four its length, big endian.
    private const int PrefixBytes = 5;

    /// <summary>The step in the request pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (ErrorAnswer.IsGrpc(context.Request) && context.Request.Path.Value?.StartsWith(OurServices, StringComparison.Ordinal) == true)
        {
            PipeReader body = context.Request.BodyReader;
            ReadResult read = await body.ReadAtLeastAsync(PrefixBytes, context.RequestAborted);
            uint length = LengthOf(read.Buffer);
            body.AdvanceTo(read.Buffer.Start);
            if (length > limits.Value.MessageBytes)
            {
                string text = Text(length, limits.Value.MessageBytes);
                await ErrorAnswer.WriteAsync(context, StatusCode.ResourceExhausted, StatusCodes.Status413PayloadTooLarge, text);
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

    /// <summary>The words of the refusal.</summary>
    public static string Text(long length, int bound) => $"The request has {length} bytes, above the bound of {bound} (Limits:MessageBytes). Send fewer windows or metrics at a time.";
}
