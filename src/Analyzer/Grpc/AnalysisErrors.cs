using CanaryJudge.Analyzer.Analyses;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>The errors of AnalysisService that are not violations of a request.</summary>
internal static class AnalysisErrors
{
    private const string Domain = "canaryjudge.io";

    /// <summary>NOT_FOUND.</summary>
    public static RpcException NotFound(string id) => Make(
        Code.NotFound, $"There is no analysis {id}; an ended one is kept for Store:RetentionDays.", new ResourceInfo { ResourceType = "analysis", ResourceName = id });

    /// <summary>ALREADY_EXISTS: the caller has used the idempotency key for another request.</summary>
    public static RpcException KeyIsTaken(AnalysisStart start) => Make(
        Code.AlreadyExists,
        $"{start.By} has used the idempotency key '{start.IdempotencyKey}' for another request; nothing was started. Take a new key, or repeat that request as it was.",
        new ErrorInfo { Domain = Domain, Reason = "IDEMPOTENCY_KEY_TAKEN" });

    /// <summary>FAILED_PRECONDITION: somebody or the judge was first.</summary>
    public static RpcException Ended(Analysis analysis)
    {
        string by = analysis.EndedBy is { } who ? $" by {who}" : "";
        string decision = analysis.Decision is { } made ? made.ToString().ToLowerInvariant() : "no decision";
        string text = $"The analysis has ended ({analysis.Ending!.Value.ToString().ToLowerInvariant()}{by}, {decision}); nothing was changed.";
        return Make(
            Code.FailedPrecondition, text, new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = "ANALYSIS_ENDED", Subject = analysis.Id, Description = analysis.Reason } } });
    }

    /// <summary>FAILED_PRECONDITION: it is decided, and the decision is being carried out.</summary>
    public static RpcException Acting(Analysis analysis)
    {
        string text = $"The analysis is decided ({analysis.Decision!.Value.ToString().ToLowerInvariant()}), and that is being done; nothing was changed. Cancel the analysis to stop it, then act on {analysis.Target}.";
        return Make(
            Code.FailedPrecondition, text, new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = "ANALYSIS_ACTING", Subject = analysis.Id, Description = analysis.Reason } } });
    }

    /// <summary>OUT_OF_RANGE: the watcher has seen more than there is.</summary>
    public static RpcException NotYet(string id, int after, long sequence) => Make(
        Code.OutOfRange, $"after is {after}, but the latest event of {id} is {sequence}. Give the last one you have seen of this analysis.", new ErrorInfo { Domain = Domain, Reason = "SEQUENCE_NOT_REACHED" });

    /// <summary>UNAVAILABLE: the service stops.</summary>
    public static RpcException Stopping(int after) => Make(
        Code.Unavailable, $"The service is stopping. Watch again after {after}, at any replica.", new ErrorInfo { Domain = Domain, Reason = "STOPPING" });

    private static RpcException Make(Code code, string message, Google.Protobuf.IMessage detail) =>
        new Status { Code = (int)code, Message = message, Details = { Any.Pack(detail) } }.ToRpcException();
}
