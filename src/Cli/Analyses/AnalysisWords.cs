using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Contracts.V1;
using Google.Protobuf.WellKnownTypes;

namespace CanaryJudge.Cli.Analyses;

/// <summary>The contract's words as people and machines read them, and what they mean for a pipeline.</summary>
internal static class AnalysisWords
{
    /// <summary>A value for machines: VERDICT_OUTCOME_PROMOTE is "promote"; null for unspecified.</summary>
    public static string? Machine(System.Enum value) => Convert.ToInt32(value) == 0 ? null : Words.Machine(value);

    /// <summary>A value for people; a dash for unspecified.</summary>
    public static string Human(System.Enum value) => Machine(value)?.Replace('_', ' ') ?? Scale.None;

    /// <summary>The headline of an analysis: its decision when it has ended, else where it stands.</summary>
    public static string Headline(Analysis analysis) => analysis.State switch
    {
        AnalysisState.Ended when analysis.Decision is VerdictOutcome.Promote or VerdictOutcome.Rollback => Human(analysis.Decision).ToUpperInvariant() + (analysis.Ending == AnalysisEnding.Horizon ? " BY HORIZON" : ""),
        AnalysisState.Ended => "NO DECISION",
        AnalysisState.Held => "HELD",
        _ when analysis.CouldNotJudge => "COULD NOT JUDGE",
        _ => Human(analysis.State).ToUpperInvariant(),
    };

    /// <summary>What a pipeline branches on: the decision's code; a pause without a decision, and before the end; 1 when it ended because nothing could be measured.</summary>
    public static int ExitCodeOf(Analysis analysis) => (analysis.State, analysis.Decision) switch
    {
        (AnalysisState.Ended, VerdictOutcome.Promote) => ExitCode.Promote,
        (AnalysisState.Ended, VerdictOutcome.Rollback) => ExitCode.Rollback,
        (AnalysisState.Ended, _) when analysis.CouldNotJudge => ExitCode.CouldNotJudge,
        _ => ExitCode.Pause,
    };

    /// <summary>A moment; a dash when there is none.</summary>
    public static string Time(Timestamp? time) => time is null ? Scale.None : Times.Text(time.ToDateTimeOffset().ToUnixTimeMilliseconds());

    /// <summary>A scope as it is typed.</summary>
    public static string Text(Scope scope) => string.Join(',', scope.Matchers.Select(m => $"{m.Label}{Operator(m.Operator)}{Quoted(m.Value)}"));

    private static string Operator(MatchOperator match) => match switch
    {
        MatchOperator.NotEqual => "!=",
        MatchOperator.Matches => "=~",
        MatchOperator.NotMatches => "!~",
        _ => "=",
    };

    private static string Quoted(string value) => value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
