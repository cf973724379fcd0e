using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Aligning;

/// <summary>The answers to one metric's questions, by side and role: exactly one each.</summary>
internal sealed class MetricAnswers
{
    private readonly Measurement _measurement;

    /// <summary>Checks that every role of the metric's kind has one answer a side, and no other.</summary>
    /// <exception cref="ArgumentException">It is not so.</exception>
    public MetricAnswers(Measurement measurement)
    {
        _measurement = measurement;
        MetricPolicy metric = measurement.Plan.Metric;
        TermRole[] roles = RolesOf(metric.Kind);
        foreach (QueryAnswer answer in measurement.Answers)
        {
            if (!roles.Contains(answer.Query.Role)) throw new ArgumentException($"Metric {metric.Name}: a {metric.Kind} has no {answer.Query.Role} term.", nameof(measurement));
        }

        foreach (Side side in Enum.GetValues<Side>())
        {
            foreach (TermRole role in roles)
            {
                int count = measurement.Answers.Count(a => a.Query.Side == side && a.Query.Role == role);
                if (count != 1) throw new ArgumentException($"Metric {metric.Name}: {count} answers for {role} of the {side}; there must be one.", nameof(measurement));
            }
        }
    }

    /// <summary>The problems of all answers.</summary>
    public IReadOnlyList<SourceProblem> Problems => [.. _measurement.Answers.Select(a => a.Problem).OfType<SourceProblem>()];

    /// <summary>The warnings of all answers, each once.</summary>
    public IReadOnlyList<string> Warnings => [.. _measurement.Answers.SelectMany(a => a.Warnings).Distinct(StringComparer.Ordinal)];

    /// <summary>The answer of a side and role.</summary>
    public QueryAnswer Of(Side side, TermRole role) => _measurement.Answers.First(a => a.Query.Side == side && a.Query.Role == role);

    /// <summary>When a side's targets were scraped, from all its raw series.</summary>
    public TargetTimes TargetsOf(Side side) =>
        new(_measurement.Answers.Where(a => a.Query.Side == side && a.Query.Reading != TermReading.Expression).SelectMany(a => a.Series));

    private static TermRole[] RolesOf(MetricKind kind) => kind switch
    {
        MetricKind.Ratio => [TermRole.Bad, TermRole.Total],
        MetricKind.Series => [TermRole.Values],
        MetricKind.Histogram => [TermRole.Buckets],
        MetricKind.Count => [TermRole.Events, TermRole.Exposure],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An unknown kind."),
    };
}
