using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>What a question asks, whoever asks it: two that are equal have the same answer.</summary>
internal readonly record struct Question(string Source, bool IsRaw, string Text, long StartMillis, long EndMillis, long StepMillis)
{
    /// <summary>The question of a planned query.</summary>
    public static Question Of(string source, PlannedQuery query) => new(source, query.Reading != TermReading.Expression, query.Text, query.StartMillis, query.EndMillis, query.StepMillis);
}
