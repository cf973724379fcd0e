using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Ends a call that takes longer than the service allows. The caller's own deadline and cancellation end it sooner.</summary>
internal sealed class CallLimit(IOptions<LimitOptions> limits, TimeProvider clock)
{
    /// <summary>Runs the work of one call.</summary>
    /// <exception cref="RpcException">DEADLINE_EXCEEDED when the service's own limit was reached.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken caller)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(limits.Value.CallSeconds), clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(caller, limit.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The call took longer than the service's limit of {limits.Value.CallSeconds} s (Limits:CallSeconds)."));
        }
    }
}
