using System.Buffers;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>
/// Reads a REST request into bounded memory and refuses what transcoding would ignore: unknown fields, fields given twice, parameters that are not read.
/// The answer has the shape of every other error, google.rpc.Status as JSON.
/// </summary>
internal sealed class JsonGuard(RequestDelegate next, IOptions<LimitOptions> limits)
{
    /// <summary>The step in the request pipeline, after routing.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        GrpcJsonTranscodingMetadata? rest = context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();
        if (rest is null || ErrorAnswer.IsGrpc(context.Request))
        {
            await next(context);
            return;
        }

        int bound = limits.Value.MessageBytes;
        byte[]? body = await ReadAsync(context.Request.Body, bound, context.RequestAborted);
        if (body is null)
        {
            long length = context.Request.ContentLength ?? bound + 1L;
            await ErrorAnswer.WriteAsync(context, StatusCode.ResourceExhausted, StatusCodes.Status413PayloadTooLarge, MessageBound.Text(length, bound));
            return;
        }

        Refusals refusals = new();
        if (rest.HttpRule.Body.Length > 0) CheckBody(context.Request, body, rest.MethodDescriptor, refusals);
        else CheckQuery(context.Request, body, rest.MethodDescriptor, refusals);
        if (!refusals.IsEmpty)
        {
            await ErrorAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, refusals.ToStatus());
            return;
        }

        context.Request.Body = new MemoryStream(body, writable: false);
        await next(context);
    }

    private static void CheckBody(HttpRequest request, byte[] body, MethodDescriptor method, Refusals refusals)
    {
        foreach (string parameter in request.Query.Keys) refusals.Add(parameter, "A query parameter is not read.", "Write it as a field of the JSON body.");
        if (!request.HasJsonContentType())
        {
            refusals.Add("", $"The content type is '{request.ContentType}'.", "Send application/json.");
            return;
        }

        if (request.GetTypedHeaders().ContentType?.Charset is { HasValue: true } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            refusals.Add("", $"The charset is '{charset}'.", "Send UTF-8.");
            return;
        }

        JsonShape.Check(body, method.InputType, refusals, request.RouteValues.Keys);
    }

    private static void CheckQuery(HttpRequest request, byte[] body, MethodDescriptor method, Refusals refusals)
    {
        if (body.Length > 0) refusals.Add("", "The request has a body, which is not read.", "Write its fields as query parameters.");
        JsonShape.Check(QueryJson.Write(request.Query, method.InputType), method.InputType, refusals, request.RouteValues.Keys);
    }

    // Null when the body is longer than the bound; what follows is not read.
    private static async Task<byte[]?> ReadAsync(Stream body, int bound, CancellationToken cancellationToken)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using MemoryStream whole = new();
            while (true)
            {
                int read = await body.ReadAsync(part, cancellationToken);
                if (read == 0) return whole.ToArray();
                if (whole.Length + read > bound) return null;
                whole.Write(part, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }
}
