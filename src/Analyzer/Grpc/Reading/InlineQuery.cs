using System.Text.Json.Nodes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a query in fields to the same query in a document. A query that was left out stays out.</summary>
internal static class InlineQuery
{
    /// <summary>Bad, total or events: counters or an expression.</summary>
    public static void AddCounter(JsonObject metric, string key, Wire.Query? query, string path, Refusals refusals)
    {
        if (query is null || !IsFormed(query, path, refusals)) return;
        if (IsExpression(query)) metric[key] = new JsonObject { ["query"] = query.Expression };
        else if (IsReadAs(query, path, refusals, Wire.QueryReading.Counter)) metric[key] = query.Selector;
    }

    /// <summary>The values of a series: gauges, rates or an expression.</summary>
    public static void AddValues(JsonObject metric, Wire.Query? query, string path, Refusals refusals)
    {
        if (query is null || !IsFormed(query, path, refusals)) return;
        if (IsExpression(query)) metric["query"] = query.Expression;
        else if (IsReadAs(query, path, refusals, Wire.QueryReading.Gauge, Wire.QueryReading.Rate)) metric[query.Reading == Wire.QueryReading.Rate ? "rate" : "gauge"] = query.Selector;
    }

    /// <summary>The buckets of a histogram.</summary>
    public static void AddBuckets(JsonObject metric, Wire.Query? query, string path, Refusals refusals)
    {
        if (query is null || !IsFormed(query, path, refusals)) return;
        if (IsExpression(query)) refusals.Add(path + ".expression", "Buckets are given by an expression.", "Give a selector of histograms: an expression has one value a window.");
        else if (IsReadAs(query, path, refusals, Wire.QueryReading.Buckets)) metric["buckets"] = query.Selector;
    }

    /// <summary>An exposure: gauges over time, counters or an expression.</summary>
    public static void AddExposure(JsonObject metric, Wire.Query? query, string path, Refusals refusals)
    {
        if (query is null || !IsFormed(query, path, refusals)) return;
        if (IsExpression(query)) metric["exposure"] = new JsonObject { ["query"] = query.Expression };
        else if (IsReadAs(query, path, refusals, Wire.QueryReading.Integral, Wire.QueryReading.Counter)) metric["exposure"] = new JsonObject { [query.Reading == Wire.QueryReading.Counter ? "counter" : "gauge"] = query.Selector };
    }

    private static bool IsExpression(Wire.Query query) => query.FormCase == Wire.Query.FormOneofCase.Expression;

    private static bool IsFormed(Wire.Query query, string path, Refusals refusals)
    {
        if (query.FormCase == Wire.Query.FormOneofCase.None) refusals.Add(path, "The query is empty.", "Give selector or expression.");
        else if (IsExpression(query) && query.HasReading) refusals.Add(path + ".reading", "An expression has no reading: it is asked once a window.", "Leave it out.");
        else return true;
        return false;
    }

    private static bool IsReadAs(Wire.Query query, string path, Refusals refusals, params Wire.QueryReading[] readings)
    {
        if (!query.HasReading || readings.Contains(query.Reading)) return true;
        string names = string.Join(" or ", readings.Select(r => $"QUERY_READING_{r.ToString().ToUpperInvariant()}"));
        refusals.Add(path + ".reading", Enum.IsDefined(query.Reading) && query.Reading != Wire.QueryReading.Unspecified ? $"The reading is {query.Reading}." : Enums.Shown(query.Reading), $"Use {names}, or leave it out for {readings[0]}.");
        return false;
    }
}
