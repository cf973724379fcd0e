using CanaryJudge.Judging.Planning;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a scope on the wire to a scope.</summary>
internal static class ScopeReader
{
    /// <summary>Reads a scope; null when anything is wrong with it.</summary>
    /// <param name="scope">The message; null when it was left out.</param>
    /// <param name="path">Its path in the request.</param>
    /// <param name="bound">Most matchers that are taken.</param>
    /// <param name="refusals">Where violations go.</param>
    public static Scope? Read(Wire.Scope? scope, string path, int bound, Refusals refusals)
    {
        if (scope is null || scope.Matchers.Count == 0)
        {
            refusals.Add(path + ".matchers", "There is no matcher: the scope would be every series there is.", "Give at least one, such as label version, operator MATCH_OPERATOR_EQUAL, value v1.");
            return null;
        }

        if (scope.Matchers.Count > bound)
        {
            refusals.Add(path + ".matchers", $"There are {scope.Matchers.Count} matchers, above the bound of {bound} (Limits:Matchers).", "Use one regular expression instead of several.");
            return null;
        }

        List<LabelMatcher> matchers = [];
        for (int index = 0; index < scope.Matchers.Count; index++)
        {
            if (Read(scope.Matchers[index], $"{path}.matchers[{index}]", refusals) is { } matcher) matchers.Add(matcher);
        }

        if (matchers.Count < scope.Matchers.Count) return null;
        foreach ((string message, string remedy) in ScopeRules.CheckWhole(matchers)) refusals.Add(path, message, remedy);
        return new Scope(matchers);
    }

    private static LabelMatcher? Read(Wire.LabelMatcher wire, string path, Refusals refusals)
    {
        MatchOperator? match = wire.Operator switch
        {
            Wire.MatchOperator.Equal => MatchOperator.Equal,
            Wire.MatchOperator.NotEqual => MatchOperator.NotEqual,
            Wire.MatchOperator.Matches => MatchOperator.Matches,
            Wire.MatchOperator.NotMatches => MatchOperator.NotMatches,
            _ => null,
        };
        if (match is null)
        {
            refusals.Add(path + ".operator", Enums.Shown(wire.Operator), Enums.Remedy(Wire.ScopeReflection.Descriptor, wire.Operator));
            return null;
        }

        LabelMatcher matcher = new(wire.Label, match.Value, wire.Value);
        foreach ((string message, string remedy) in ScopeRules.Check(matcher)) refusals.Add(path, message, remedy);
        return matcher;
    }
}
