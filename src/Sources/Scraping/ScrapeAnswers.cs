using System.Globalization;
using System.Text.RegularExpressions;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Answers questions from what was scraped.</summary>
internal sealed class ScrapeAnswers(PointStore store, ScrapeLogs logs)
{
    /// <summary>Answers one question.</summary>
    public QueryAnswer Answer(PlannedQuery query)
    {
        if (query.Reading == TermReading.Expression)
        {
            return Problem(query, ProblemKind.Unsupported, "The scrape source cannot evaluate PromQL: use a selector (such as http_requests_total{code=~\"5..\"}) with a raw reading, or a Prometheus as the source.");
        }
        SelectorResult parsed = Selector.Parse(query.Text);
        if (parsed.Selector is not { } selector)
        {
            return Problem(query, ProblemKind.Rejected, string.Join(" ", parsed.Violations.Select(violation => $"{violation.Message} {violation.Remedy}")));
        }
        ScrapeLog[] asked = [.. logs.All.Where(log => MayMatch(selector, log))];
        var warnings = new List<string>();
        if (asked.Length == 0) warnings.Add($"No target's labels fit {query.Text}: check the labels given to the targets.");
        if (asked.Length > 0 && NeverUp(asked, query, warnings) is { } cause) return Problem(query, ProblemKind.Unreachable, cause);
        try
        {
            IReadOnlyList<(FetchedSeries Series, string Type)> found = store.Read(selector.Matches, query.StartMillis, query.EndMillis);
            if (found.FirstOrDefault(f => f.Type == "gauge").Series is { } gauge && query.Reading is TermReading.Counter or TermReading.Rate)
            {
                warnings.Add($"The target calls {gauge.Labels.GetValueOrDefault(ExpositionPoint.NameLabel)} a gauge, and it is read as a counter: every fall counts as a restart.");
            }
            if (store.CutMillis > query.StartMillis) warnings.Add($"Points before {Shown(store.CutMillis)} were dropped to keep within the bound of points.");
            return new QueryAnswer { Query = query, SentText = query.Text, Series = [.. found.Select(f => f.Series)], Warnings = warnings };
        }
        catch (RegexMatchTimeoutException)
        {
            return Problem(query, ProblemKind.Timeout, "A regular expression took too long on a label's value: write a simpler one.");
        }
    }

    /// <summary>False only when an equality matcher contradicts a label that the target's series surely have.</summary>
    private static bool MayMatch(Selector selector, ScrapeLog log) => selector.Matchers.All(matcher =>
        matcher.Operator != MatchOperator.Equal || !log.Attached.TryGetValue(matcher.Label, out string? value) || value == matcher.Value);

    /// <summary>Collects warnings about failed scrapes.</summary>
    /// <returns>The reason when no target answered once in the time asked for; else null.</returns>
    private static string? NeverUp(ScrapeLog[] asked, PlannedQuery query, List<string> warnings)
    {
        bool anyUp = false;
        string reason = "";
        foreach (ScrapeLog log in asked)
        {
            IReadOnlyList<TargetScrape> scrapes = log.Between(query.StartMillis, query.EndMillis);
            TargetScrape[] failed = [.. scrapes.Where(scrape => !scrape.IsUp)];
            anyUp |= failed.Length < scrapes.Count;
            if (failed.Length > 0)
            {
                string failures = $"{log.Target.Name}: {failed.Length} of {scrapes.Count} scrapes failed, the last at {Shown(failed[^1].TimeMillis)}: {failed[^1].Failure}.";
                warnings.Add(failures);
                reason = reason.Length == 0 ? failures : reason;
            }
            else if (scrapes.Count == 0 && reason.Length == 0)
            {
                reason = $"{log.Target.Name} was not scraped between {Shown(query.StartMillis)} and {Shown(query.EndMillis)}: start scraping before the first window.";
            }
            warnings.AddRange(scrapes.SelectMany(scrape => scrape.Remarks).Distinct(StringComparer.Ordinal).Take(3).Select(remark => $"{log.Target.Name}: {remark}."));
        }
        return anyUp ? null : reason;
    }

    private static QueryAnswer Problem(PlannedQuery query, ProblemKind kind, string message) =>
        new() { Query = query, SentText = query.Text, Problem = new SourceProblem(kind, message, query.Text) };

    private static string Shown(long millis) => DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
