using CanaryJudge.Analyzer.Rollouts;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>The errors of RolloutService that are not violations of a request.</summary>
internal static class RolloutErrors
{
    /// <summary>NOT_FOUND: no such target.</summary>
    public static RpcException NoTarget(string name, IEnumerable<string> known)
    {
        string names = string.Join(", ", known);
        return Make(
            Code.NotFound, $"There is no target {name}. The service has: {(names.Length > 0 ? names : "none; configure Rollouts:Targets (docs/actions.md)")}.", new ResourceInfo { ResourceType = "target", ResourceName = name });
    }

    /// <summary>NOT_FOUND: no such action.</summary>
    public static RpcException NoAction(string id) => Make(
        Code.NotFound, $"There is no action {id}; an ended one is kept for Store:RetentionDays.", new ResourceInfo { ResourceType = "action", ResourceName = id });

    /// <summary>UNAVAILABLE when it may pass, else FAILED_PRECONDITION: the target is not as it must be.</summary>
    public static RpcException Refused(TargetRefusal refusal, string target) => Make(
        refusal.MayPass ? Code.Unavailable : Code.FailedPrecondition,
        $"{refusal.Message} {refusal.Remedy}",
        new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = "TARGET", Subject = target, Description = refusal.Message } } });

    /// <summary>FAILED_PRECONDITION: the action is over.</summary>
    public static RpcException Ended(RolloutAction action) => Make(
        Code.FailedPrecondition,
        $"The action has ended ({action.Ending!.Value.ToString().ToLowerInvariant()}); nothing was changed. {action.Status}",
        new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = "ACTION_ENDED", Subject = action.Id, Description = action.Status } } });

    /// <summary>UNAVAILABLE: the service stops.</summary>
    public static RpcException Stopping() => Make(
        Code.Unavailable, "The service is stopping. Watch again, at any replica; the action goes on.", new ErrorInfo { Domain = "canaryjudge.io", Reason = "STOPPING" });

    private static RpcException Make(Code code, string message, Google.Protobuf.IMessage detail) =>
        new Status { Code = (int)code, Message = message, Details = { Any.Pack(detail) } }.ToRpcException();
}
