using Google.Rpc;
using Grpc.Core;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>What a refused call says.</summary>
internal static class Failures
{
    /// <summary>The field violations of a call that must be refused.</summary>
    public static async Task<IReadOnlyList<BadRequest.Types.FieldViolation>> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        BadRequest? details = refused.GetRpcStatus()?.GetDetail<BadRequest>();
        Assert.NotNull(details);
        return details.FieldViolations;
    }

    /// <summary>The paths of the violations.</summary>
    public static async Task<IEnumerable<string>> FieldsOfAsync<T>(AsyncUnaryCall<T> call) => (await OfAsync(call)).Select(v => v.Field);
}
