using System.Globalization;
using System.Text;
using CanaryJudge.Analyzer.Grpc.Json;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>An error that is answered before the call reaches its service, in the shape that every other error has: a gRPC status, or google.rpc.Status as JSON.</summary>
internal static class ErrorAnswer
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(ErrorDetailTypes.Registry));

    /// <summary>True for a call by gRPC.</summary>
    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The gRPC status.</param>
    /// <param name="httpStatus">The status for a caller by REST.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static Task WriteAsync(HttpContext context, StatusCode code, int httpStatus, string message) =>
        WriteAsync(context, httpStatus, new RpcStatus { Code = (int)code, Message = message });

    /// <summary>Answers with details, which only REST shows.</summary>
    public static Task WriteAsync(HttpContext context, int httpStatus, RpcStatus status)
    {
        if (IsGrpc(context.Request))
        {
            // An answer without a message: the status stands in the headers.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Encode(status.Message);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Formatter.Format(status), context.RequestAborted);
    }

    // As the protocol has it: UTF-8, with everything but printable ASCII, and '%', in percent.
    private static string Encode(string message)
    {
        StringBuilder encoded = new();
        foreach (byte unit in Encoding.UTF8.GetBytes(message))
        {
            if (unit is >= 0x20 and <= 0x7e and not (byte)'%') encoded.Append((char)unit);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return encoded.ToString();
    }
}
