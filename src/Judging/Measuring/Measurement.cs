using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Judging.Measuring;

/// <summary>What was fetched for one metric: both sides, every role.</summary>
/// <param name="Plan">The metric and its questions.</param>
/// <param name="Answers">One answer a question, in the plan's order.</param>
public sealed record Measurement(MetricPlan Plan, IReadOnlyList<QueryAnswer> Answers)
{
    /// <summary>The questions, without what came back: they can be kept without the samples.</summary>
    public IReadOnlyList<SentQuery> Sent => [.. Answers.Select(answer => new SentQuery(answer.Query, answer.SentText, answer.Series.Count))];
}
