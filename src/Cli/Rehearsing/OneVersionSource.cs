using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources;

namespace CanaryJudge.Cli.Rehearsing;

/// <summary>Asks for one version only: the canary's questions are answered with nothing, or with the part of the baseline's series that is dealt to it.</summary>
/// <param name="inner">The source that answers.</param>
/// <param name="splitBy">The label whose values are dealt; null to deal nothing.</param>
/// <param name="share">The canary's share of the values, inside (0, 1).</param>
/// <remarks>
/// Values go to the canary in the order of a hash of their text, as many as its share says, one at least: the same values in every run, and no order of names decides.
/// </remarks>
internal sealed class OneVersionSource(IMetricSource inner, string? splitBy, double share) : IMetricSource
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        Measurement one = await inner.MeasureAsync(metric with { Queries = [.. metric.Queries.Where(q => q.Side == Side.Baseline)] }, cancellationToken);
        HashSet<string> dealt = splitBy is null ? [] : Dealt(one.Answers, splitBy);
        return new Measurement(metric, [.. metric.Queries.Select(query => Part(query, one.Answers.Single(a => a.Query.Role == query.Role), dealt))]);
    }

    private QueryAnswer Part(PlannedQuery query, QueryAnswer answer, HashSet<string> dealt)
    {
        bool isCanary = query.Side == Side.Canary;
        if (splitBy is null) return isCanary ? new QueryAnswer { Query = query, SentText = answer.SentText } : answer;
        SourceProblem? problem = answer.Problem;
        if (problem is null && answer.Series.Count > 0 && dealt.Count == 0)
        {
            problem = new SourceProblem(ProblemKind.Unsupported, $"its series have one value of the label {splitBy} only; two sides need two values at least. Name another label, or leave --split-by out.", query.Text);
        }

        return answer with { Query = query, Problem = problem, Series = [.. answer.Series.Where(series => dealt.Contains(ValueOf(series, splitBy)) == isCanary)] };
    }

    private HashSet<string> Dealt(IReadOnlyList<QueryAnswer> answers, string label)
    {
        string[] values = [.. answers.SelectMany(a => a.Series).Select(series => ValueOf(series, label)).Distinct(StringComparer.Ordinal).OrderBy(Hash).ThenBy(v => v, StringComparer.Ordinal)];
        if (values.Length < 2) return [];
        return [.. values.Take(Math.Clamp((int)Math.Round(share * values.Length), 1, values.Length - 1))];
    }

    private static string ValueOf(FetchedSeries series, string label) => series.Labels.GetValueOrDefault(label, "");

    // FNV-1a (Fowler, Noll and Vo 1991) with a finisher: the same on every machine, unlike the runtime's own.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = unchecked((hash ^ c) * 1099511628211);
        hash ^= hash >> 33;
        return unchecked(hash * 0xff51afd7ed558ccd) >> 11;
    }
}
