using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>What only some judges have, to the wire: the score of kayenta, the checks of threshold.</summary>
internal static class ScoreWriter
{
    /// <summary>Writes a score; a value that does not exist is left out.</summary>
    public static Wire.CanaryScore Write(CanaryScore score)
    {
        Wire.CanaryScore wire = new() { Pass = score.Pass, Marginal = score.Marginal };
        if (double.IsFinite(score.Value)) wire.Value = score.Value;
        wire.Groups.AddRange(score.Groups.Select(Write));
        return wire;
    }

    /// <summary>Writes how many checks passed and failed.</summary>
    public static Wire.CheckTally Write(CheckTally checks) => new()
    {
        Passed = checks.Passed,
        PassesNeeded = checks.PassesNeeded,
        Failed = checks.Failed,
        FailuresLimit = checks.FailuresLimit,
        Unclear = checks.Unclear,
    };

    private static Wire.GroupScore Write(GroupScore group)
    {
        Wire.GroupScore wire = new() { Name = group.Name, Weight = group.Weight, Passed = group.Passed, Labelled = group.Labelled };
        if (double.IsFinite(group.Value)) wire.Value = group.Value;
        return wire;
    }
}
