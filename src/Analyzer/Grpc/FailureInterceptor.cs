using System.Data.Common;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Turns what escapes a call into a status: a cancelled call, a store that does not answer, or a defect of ours, which the caller learns nothing about but its trace id.</summary>
internal sealed partial class FailureInterceptor(ILogger<FailureInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception cause) when (cause is not RpcException)
        {
            throw Status(cause, context);
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception cause) when (cause is not RpcException)
        {
            throw Status(cause, context);
        }
    }

    private RpcException Status(Exception cause, ServerCallContext context)
    {
        // A write to a caller who has gone is no defect; the library then says that the call is over.
        if (context.CancellationToken.IsCancellationRequested && cause is OperationCanceledException or IOException or InvalidOperationException) return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled by the caller or by its deadline."));
        string trace = Activity.Current?.TraceId.ToHexString() ?? context.GetHttpContext().TraceIdentifier;
        if (cause is DbException or TimeoutException)
        {
            Log.StoreFailed(logger, context.Method, trace, cause);
            return new RpcException(new Status(StatusCode.Unavailable, $"The store of analyses does not answer; repeat the call, with its idempotency key. The service's log has the cause under trace {trace}."));
        }

        Log.CallFailed(logger, context.Method, trace, cause);
        return new RpcException(new Status(StatusCode.Internal, $"The service failed on its side; its log has the cause under trace {trace}."));
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Error, "The call {Method} failed with a defect of the service, trace {Trace}")]
        public static partial void CallFailed(ILogger logger, string method, string trace, Exception defect);

        [LoggerMessage(202, LogLevel.Error, "The call {Method} failed because the store does not answer, trace {Trace}")]
        public static partial void StoreFailed(ILogger logger, string method, string trace, Exception cause);
    }
}
