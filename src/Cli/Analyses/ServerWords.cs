using System.Net.Sockets;
using System.Security.Authentication;
using CanaryJudge.Cli.Rendering;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace CanaryJudge.Cli.Analyses;

/// <summary>What the service or the way to it says when a call fails, for a person.</summary>
internal static class ServerWords
{
    private const string Details = "grpc-status-details-bin";

    /// <summary>The words: every violation on a line of its own when there are several.</summary>
    public static string Of(RpcException refused, Uri server)
    {
        BadRequest.Types.FieldViolation[] violations = [.. Violations(refused)];
        if (violations.Length > 0) return string.Join("\n  ", ["the service refuses:", .. violations.Select(v => Printable.OneLine(v.Field.Length > 0 ? $"{v.Field}: {v.Description}" : v.Description))]);
        return refused.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.Internal when Connecting(refused) is { } why => $"{server} cannot be reached: {Printable.OneLine(why)}",
            StatusCode.Unauthenticated => $"the service does not know who calls: {Detail(refused)}",
            StatusCode.Unimplemented => $"{server} is no CanaryJudge service, or an older one.",
            _ => Detail(refused),
        };
    }

    /// <summary>True when the call may succeed later: the connection broke, the service restarts, is busy, or its store does not answer.</summary>
    public static bool MayPass(RpcException failed) => failed.StatusCode is
        StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Aborted or StatusCode.ResourceExhausted;

    private static string Detail(RpcException refused) =>
        refused.Status.Detail.Length > 0 ? Printable.OneLine(refused.Status.Detail) : $"the service answers {refused.StatusCode}";

    private static IEnumerable<BadRequest.Types.FieldViolation> Violations(RpcException refused)
    {
        if (refused.StatusCode != StatusCode.InvalidArgument || refused.Trailers.GetValueBytes(Details) is not { } bytes) return [];
        try
        {
            return RpcStatus.Parser.ParseFrom(bytes).Details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations);
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    // The innermost cause that says something: refused, no such host, a certificate that is not trusted.
    private static string? Connecting(RpcException refused)
    {
        for (Exception? cause = refused.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or AuthenticationException || (cause is IOException or HttpRequestException && cause.InnerException is null)) return cause.Message;
        }

        return null;
    }
}
