using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Aligning;
using Deciding = CanaryJudge.Judging.Deciding;
using Domain = CanaryJudge.Judging.Comparing;

namespace CanaryJudge.Cli.Analyses;

/// <summary>From an event's judgements on the wire to those of the house, so that one table shows both; without windows, which the service keeps.</summary>
internal static class WireJudgements
{
    /// <summary>Reads them; a metric that the policy does not have is left out.</summary>
    public static IReadOnlyList<Domain.Judgement> Read(IEnumerable<MetricJudgement> judgements, CanaryJudge.Judging.Policies.CanaryPolicy policy) =>
    [
        .. from judgement in judgements
           let metric = policy.Metrics.FirstOrDefault(m => m.Name == judgement.Metric)
           where metric is not null
           select new Domain.Judgement
           {
               Windows = new MetricWindows { Metric = metric, Baseline = None, Canary = None, History = None },
               Outcome = Read(judgement.Outcome),
               Reason = judgement.Reason,
               Comparisons = [.. judgement.Comparisons.Select(Read)],
               Checks = Read(judgement.Checks),
           },
    ];

    /// <summary>The checks of judge threshold; null with the others.</summary>
    public static Domain.CheckTally? Read(CheckTally? wire) => wire is null ? null : new(wire.Passed, wire.PassesNeeded, wire.Failed, wire.FailuresLimit, wire.Unclear);

    /// <summary>The score of judge kayenta; null with the others.</summary>
    public static Deciding.CanaryScore? Read(CanaryScore? wire) => wire is null
        ? null
        : new(wire.HasValue ? wire.Value : double.NaN, wire.Pass, wire.Marginal, [.. wire.Groups.Select(group => new Deciding.GroupScore(group.Name, group.Weight, group.Passed, group.Labelled))]);

    private static SeriesWindows None => new([]);

    // A word of a later version is no pass.
    private static Domain.JudgementOutcome Read(JudgementOutcome outcome) => outcome switch
    {
        JudgementOutcome.Pass => Domain.JudgementOutcome.Pass,
        JudgementOutcome.Fail => Domain.JudgementOutcome.Fail,
        JudgementOutcome.NoData => Domain.JudgementOutcome.NoData,
        JudgementOutcome.Error => Domain.JudgementOutcome.Error,
        _ => Domain.JudgementOutcome.Inconclusive,
    };

    private static Domain.Comparison Read(Comparison wire) => new()
    {
        Name = wire.Name,
        Baseline = wire.HasBaseline ? wire.Baseline : double.NaN,
        Canary = wire.HasCanary ? wire.Canary : double.NaN,
        Difference = wire.HasDifference ? wire.Difference : double.NaN,
        // One end without the other is an interval that is open there; both missing is no interval.
        Low = wire.HasLow ? wire.Low : wire.HasHigh ? double.NegativeInfinity : double.NaN,
        High = wire.HasHigh ? wire.High : wire.HasLow ? double.PositiveInfinity : double.NaN,
        Confidence = wire.HasConfidence ? wire.Confidence : double.NaN,
        Margin = wire.HasMargin ? wire.Margin : double.NaN,
        Method = wire.Method,
        P = wire.HasP ? wire.P : null,
        U = wire.HasU ? wire.U : null,
        A12 = wire.HasA12 ? wire.A12 : null,
        Windows = wire.Windows,
        BaselineExposure = wire.HasBaselineExposure ? wire.BaselineExposure : null,
        CanaryExposure = wire.HasCanaryExposure ? wire.CanaryExposure : null,
        Evidence = wire.Evidence is null ? null : Read(wire.Evidence),
    };

    // Beyond every bound the logarithm is absent and the share is 1.
    private static Domain.Evidence Read(Evidence wire) => new(
        wire.HasLogHarm ? wire.LogHarm : wire.HarmShare >= 1 ? double.PositiveInfinity : double.NaN,
        wire.HarmThreshold,
        wire.HasLogSafe ? wire.LogSafe : wire.SafeShare >= 1 ? double.PositiveInfinity : double.NaN,
        wire.SafeThreshold,
        wire.HasWindowsLeft ? wire.WindowsLeft : double.PositiveInfinity,
        wire.HasCanaryExposureLeft ? wire.CanaryExposureLeft : null);
}
