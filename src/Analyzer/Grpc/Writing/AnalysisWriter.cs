using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Judging.Deciding;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From an analysis and its events to the wire.</summary>
internal static class AnalysisWriter
{
    /// <summary>Writes an analysis.</summary>
    public static Wire.Analysis Write(Analysis analysis) => new()
    {
        Id = analysis.Id,
        Application = analysis.Application,
        Target = analysis.Target,
        Policy = analysis.Policy,
        Source = analysis.Source,
        StartedBy = analysis.StartedBy,
        State = State(analysis.State),
        Ending = Ending(analysis.Ending),
        Decision = Outcome(analysis.Decision),
        Outcome = Outcome(analysis.Outcome),
        CouldNotJudge = analysis.CouldNotJudge,
        Reason = analysis.Reason,
        EndedBy = analysis.EndedBy ?? "",
        SupersededBy = analysis.SupersededBy ?? "",
        CreateTime = Time(analysis.CreatedMillis),
        StartTime = Time(analysis.StartMillis),
        Interval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(analysis.IntervalMillis)),
        Horizon = analysis.Horizon,
        WindowsElapsed = analysis.WindowsElapsed,
        NextTime = Time(analysis.NextMillis),
        EndTime = Time(analysis.EndedMillis),
        Sequence = checked((int)analysis.Sequence),
        Revision = analysis.Revision ?? "",
        BaselineRevision = analysis.BaselineRevision ?? "",
        Mode = Mode(analysis.Mode),
    };

    /// <summary>Writes an event.</summary>
    public static Wire.AnalysisEvent Write(AnalysisEvent made)
    {
        Wire.AnalysisEvent wire = new()
        {
            AnalysisId = made.AnalysisId,
            Sequence = checked((int)made.Sequence),
            Time = Time(made.AtMillis),
            Kind = Kind(made.Kind),
            State = State(made.State),
            WindowsElapsed = made.WindowsElapsed,
            Outcome = Outcome(made.Outcome),
            Ending = Ending(made.Ending),
            Actor = made.Actor ?? "",
            Reason = made.Reason,
        };
        wire.Judgements.AddRange(made.Judgements.Select(Write));
        if (made.Score is { } score) wire.Score = ScoreWriter.Write(score);
        return wire;
    }

    /// <summary>The word for a state.</summary>
    public static Wire.AnalysisState State(AnalysisState state) => state switch
    {
        AnalysisState.Waiting => Wire.AnalysisState.Waiting,
        AnalysisState.Judging => Wire.AnalysisState.Judging,
        AnalysisState.Held => Wire.AnalysisState.Held,
        AnalysisState.Promoting => Wire.AnalysisState.Promoting,
        AnalysisState.RollingBack => Wire.AnalysisState.RollingBack,
        AnalysisState.Ended => Wire.AnalysisState.Ended,
        _ => throw Unmapped(state),
    };

    /// <summary>The word for a mode.</summary>
    public static Wire.RolloutMode Mode(RolloutMode? mode) => mode switch
    {
        null => Wire.RolloutMode.Unspecified,
        RolloutMode.Advise => Wire.RolloutMode.Advise,
        RolloutMode.Act => Wire.RolloutMode.Act,
        _ => throw Unmapped(mode.Value),
    };

    private static Wire.MetricJudgement Write(MetricJudgement judgement)
    {
        Wire.MetricJudgement wire = new() { Metric = judgement.Metric, Outcome = VerdictWriter.Outcome(judgement.Outcome), Reason = judgement.Reason };
        wire.Comparisons.AddRange(judgement.Comparisons.Select(VerdictWriter.Write));
        if (judgement.Checks is { } checks) wire.Checks = ScoreWriter.Write(checks);
        return wire;
    }

    private static Timestamp? Time(long? millis) => millis is { } value ? Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(value)) : null;

    private static Wire.VerdictOutcome Outcome(VerdictOutcome? outcome) => outcome is { } value ? VerdictWriter.Outcome(value) : Wire.VerdictOutcome.Unspecified;

    private static Wire.AnalysisEnding Ending(AnalysisEnding? ending) => ending switch
    {
        null => Wire.AnalysisEnding.Unspecified,
        AnalysisEnding.Verdict => Wire.AnalysisEnding.Verdict,
        AnalysisEnding.Horizon => Wire.AnalysisEnding.Horizon,
        AnalysisEnding.Overridden => Wire.AnalysisEnding.Overridden,
        AnalysisEnding.Cancelled => Wire.AnalysisEnding.Cancelled,
        AnalysisEnding.Superseded => Wire.AnalysisEnding.Superseded,
        AnalysisEnding.Expired => Wire.AnalysisEnding.Expired,
        _ => throw Unmapped(ending.Value),
    };

    private static Wire.AnalysisEventKind Kind(AnalysisEventKind kind) => kind switch
    {
        AnalysisEventKind.Started => Wire.AnalysisEventKind.Started,
        AnalysisEventKind.Judged => Wire.AnalysisEventKind.Judged,
        AnalysisEventKind.SourceFailed => Wire.AnalysisEventKind.SourceFailed,
        AnalysisEventKind.Held => Wire.AnalysisEventKind.Held,
        AnalysisEventKind.ActionStarted => Wire.AnalysisEventKind.ActionStarted,
        AnalysisEventKind.ActionStep => Wire.AnalysisEventKind.ActionStep,
        AnalysisEventKind.ActionAnswered => Wire.AnalysisEventKind.ActionAnswered,
        AnalysisEventKind.ActionWaiting => Wire.AnalysisEventKind.ActionWaiting,
        AnalysisEventKind.ActionEnded => Wire.AnalysisEventKind.ActionEnded,
        AnalysisEventKind.Vetoed => Wire.AnalysisEventKind.Vetoed,
        AnalysisEventKind.VetoLifted => Wire.AnalysisEventKind.VetoLifted,
        AnalysisEventKind.Noted => Wire.AnalysisEventKind.Noted,
        AnalysisEventKind.Ended => Wire.AnalysisEventKind.Ended,
        _ => throw Unmapped(kind),
    };

    // A new word of the house needs a word of the contract; the tests walk every value.
    private static ArgumentOutOfRangeException Unmapped<T>(T value)
        where T : struct, System.Enum => new(nameof(value), value, $"The contract has no word for {typeof(T).Name}.{value}.");
}
