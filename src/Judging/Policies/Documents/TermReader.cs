namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>Reads a metric's queries: all of its kind's, or none.</summary>
internal static class TermReader
{
    /// <summary>The queries, empty when there are none or one is wrong.</summary>
    public static IReadOnlyList<QueryTerm> Read(ObjectReader metric, MetricKind kind, TimeSpan? interval, Findings findings)
    {
        QueryTerm?[] terms = kind switch
        {
            MetricKind.Ratio => Pair(metric, (PolicyKeys.Bad, TermRole.Bad), (PolicyKeys.Total, TermRole.Total), interval, findings),
            MetricKind.Count => Pair(metric, (PolicyKeys.Events, TermRole.Events), (PolicyKeys.Exposure, TermRole.Exposure), interval, findings),
            MetricKind.Histogram => metric.Find(PolicyKeys.Buckets) is null ? [] : [Text(metric, PolicyKeys.Buckets, TermRole.Buckets, TermReading.Buckets, interval, findings)],
            _ => Values(metric, interval, findings),
        };
        return [.. terms.OfType<QueryTerm>()];
    }

    private static QueryTerm?[] Pair(ObjectReader metric, (PolicyKey Key, TermRole Role) first, (PolicyKey Key, TermRole Role) second, TimeSpan? interval, Findings findings)
    {
        DocumentNode? one = metric.Find(first.Key);
        DocumentNode? other = metric.Find(second.Key);
        if (one is null && other is null) return [];
        if (one is null || other is null)
        {
            PolicyKey absent = one is null ? first.Key : second.Key;
            PolicyKey present = one is null ? second.Key : first.Key;
            metric.Add(absent.Name, metric.Map, $"The key {absent.Name} is missing, but {present.Name} is given.", $"Write {absent.Example}; or leave both out, when the numbers come with the request.");
        }
        QueryTerm? a = one is null ? null : Term(metric, first.Key, first.Role, one, interval, findings);
        QueryTerm? b = other is null ? null : Term(metric, second.Key, second.Role, other, interval, findings);
        if (a is not null && b is not null && a.Reading == b.Reading && a.Text == b.Text)
        {
            metric.Add(first.Key.Name, one!, $"{first.Key.Name} and {second.Key.Name} ask for the same, {Findings.Quoted(a.Text)}.", $"Narrow {first.Key.Name}, such as {first.Key.Example}.");
        }
        return [a, b];
    }

    private static QueryTerm?[] Values(ObjectReader metric, TimeSpan? interval, Findings findings)
    {
        (PolicyKey Key, TermReading Reading)[] all = [(PolicyKeys.Gauge, TermReading.Gauge), (PolicyKeys.Rate, TermReading.Rate), (PolicyKeys.Query, TermReading.Expression)];
        (PolicyKey Key, TermReading Reading)[] given = [.. all.Where(choice => metric.Find(choice.Key) is not null)];
        if (given.Length > 1)
        {
            metric.Add(given[1].Key.Name, metric.Find(given[1].Key)!, $"The series has {string.Join(" and ", given.Select(choice => choice.Key.Name))}.", "Keep one: gauge (a selector of gauges), rate (a selector of counters) or query (PromQL).");
        }
        return [.. given.Select(choice => Text(metric, choice.Key, TermRole.Values, choice.Reading, interval, findings))];
    }

    private static QueryTerm? Term(ObjectReader metric, PolicyKey key, TermRole role, DocumentNode node, TimeSpan? interval, Findings findings)
    {
        var shape = (TermShape)key.Shape;
        if (node is MapNode map)
        {
            var reader = new ObjectReader(map, metric.PathOf(key), shape.Readings, findings);
            PolicyKey[] given = [.. shape.Readings.Keys.Where(reading => reader.Find(reading) is not null)];
            if (given.Length != 1)
            {
                string found = given.Length == 0 ? "does not say how it is read" : $"has {string.Join(" and ", given.Select(reading => reading.Name))}";
                metric.Add(key.Name, map, $"The {key.Name} {found}.", $"Write exactly one of {string.Join(", ", shape.Readings.Keys.Select(reading => reading.Name))}: {key.Example}.");
                return null;
            }
            return Text(reader, given[0], role, ReadingOf(given[0], role), interval, findings);
        }
        if (shape.TakesSelector) return Text(metric, key, role, TermReading.Counter, interval, findings);
        metric.Add(key.Name, node, $"The {key.Name} is {node.Shown}, which does not say how it is read.", $"Write {key.Example} for a gauge integrated over time, {{counter: ...}} for a counter, or {{query: ...}}.");
        return null;
    }

    private static TermReading ReadingOf(PolicyKey reading, TermRole role)
    {
        if (reading == PolicyKeys.Query) return TermReading.Expression;
        if (reading == PolicyKeys.Counter) return TermReading.Counter;
        return role == TermRole.Exposure ? TermReading.Integral : TermReading.Gauge;
    }

    private static QueryTerm? Text(ObjectReader reader, PolicyKey key, TermRole role, TermReading reading, TimeSpan? interval, Findings findings)
    {
        if (reader.TextAt(key) is not { } text) return null;
        var term = new QueryTerm(role, reading, text);
        IReadOnlyList<Violation> wrong = TermRules.Check(term, interval);
        DocumentNode node = reader.Find(key)!;
        foreach (Violation violation in wrong) findings.Add(violation with { Path = reader.PathOf(key), Line = node.Line, Column = node.Column });
        return wrong.Count == 0 ? term : null;
    }
}
