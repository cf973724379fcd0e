using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From a checked policy to the wire.</summary>
internal static class CheckWriter
{
    /// <summary>Writes the effective policy, or every violation.</summary>
    public static Wire.CheckPolicyResponse Write(PolicyResult result)
    {
        if (result.Policy is { } policy) return new() { Valid = true, Effective = PolicyWriter.Write(policy) };
        Wire.CheckPolicyResponse wire = new();
        wire.Violations.AddRange(result.Violations.Select(v => new Wire.PolicyViolation { Path = v.Path, Message = v.Message, Remedy = v.Remedy, Line = v.Line, Column = v.Column }));
        return wire;
    }
}
