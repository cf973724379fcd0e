using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Turns what escapes a call into a status: a cancelled call, or a defect of ours, which the caller learns nothing about but its trace id.</summary>
internal sealed partial class FailureInterceptor(ILogger<FailureInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException)
        {
            throw;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled by the caller or by its deadline."));
        }
        catch (Exception defect)
        {
            string trace = Activity.Current?.TraceId.ToHexString() ?? context.GetHttpContext().TraceIdentifier;
            Log.CallFailed(logger, context.Method, trace, defect);
            throw new RpcException(new Status(StatusCode.Internal, $"The service failed on its side; its log has the cause under trace {trace}."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Error, "The call {Method} failed with a defect of the service, trace {Trace}")]
        public static partial void CallFailed(ILogger logger, string method, string trace, Exception defect);
    }
}
