using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Who calls.</summary>
/// <param name="SignedIn">The name by the token or the certificate; null where callers do not sign in.</param>
internal readonly record struct Caller(string? SignedIn)
{
    /// <summary>The name for the record: the caller's own where callers sign in, else the one that the request gives.</summary>
    /// <param name="by">The request's field by.</param>
    /// <param name="refusals">Where violations go: a missing name, or one that is not the caller's to give.</param>
    public string Named(string by, Refusals refusals)
    {
        if (SignedIn is { } name)
        {
            if (by.Length > 0) refusals.Add("by", $"Callers sign in here, and the record names {name}.", "Leave it out.");
            return name;
        }

        foreach (Violation violation in TextRule.Check("by", by, TextRule.Name)) refusals.Add(violation);
        return by;
    }
}
