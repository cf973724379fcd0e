using CanaryJudge.Judging.Planning;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From a scope to the wire.</summary>
internal static class ScopeWriter
{
    /// <summary>Writes a scope. Read again it is the same scope.</summary>
    public static Wire.Scope Write(Scope scope)
    {
        Wire.Scope wire = new();
        wire.Matchers.AddRange(scope.Matchers.Select(m => new Wire.LabelMatcher { Label = m.Label, Operator = Write(m.Operator), Value = m.Value }));
        return wire;
    }

    private static Wire.MatchOperator Write(MatchOperator match) => match switch
    {
        MatchOperator.Equal => Wire.MatchOperator.Equal,
        MatchOperator.NotEqual => Wire.MatchOperator.NotEqual,
        MatchOperator.Matches => Wire.MatchOperator.Matches,
        MatchOperator.NotMatches => Wire.MatchOperator.NotMatches,
        _ => throw new ArgumentOutOfRangeException(nameof(match), match, "The contract has no word for the operator."),
    };
}
