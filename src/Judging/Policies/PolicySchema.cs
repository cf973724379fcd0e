using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Policies.Documents;

namespace CanaryJudge.Judging.Policies;

/// <summary>The JSON Schema of a policy document, for editors and checkers.</summary>
public static class PolicySchema
{
    private static readonly Lazy<string> Text = new(Write);

    /// <summary>JSON Schema, draft 2020-12, made from the parser's own table of keys. It takes every policy that the parser takes, and refuses keys the parser does not know.</summary>
    /// <remarks>It cannot say everything: selectors, expressions, durations that are no multiple of the interval and repeated names are the parser's to check.</remarks>
    public static string Json => Text.Value;

    private static string Write()
    {
        var kinds = new JsonObject();
        foreach ((string word, MetricKind kind) in PolicyWords.Kinds) kinds.Add(word, MetricSchema(word, kind));
        JsonObject schema = PolicyKeys.Document.ToSchema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", "https://canaryjudge.io/schemas/v1/policy.json");
        schema.Insert(2, "title", "CanaryPolicy");
        schema.Insert(3, "description", "The rules from metrics to verdict: which metrics, over which windows, and what their judgements decide.");
        schema.Add("$defs", kinds);

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) schema.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, checked((int)stream.Length)) + "\n";
    }

    private static JsonObject MetricSchema(string word, MetricKind kind)
    {
        JsonObject schema = PolicyKeys.MetricOf(kind).ToSchema();
        schema["properties"]![PolicyKeys.MetricKindKey.Name] = new JsonObject { ["description"] = PolicyKeys.MetricKindKey.Meaning, ["const"] = word };
        if (kind == MetricKind.Ratio) Together(schema, PolicyKeys.Bad, PolicyKeys.Total);
        if (kind == MetricKind.Count) Together(schema, PolicyKeys.Events, PolicyKeys.Exposure);
        if (kind == MetricKind.Series) schema.Add("allOf", new JsonArray(Apart(PolicyKeys.Gauge, PolicyKeys.Rate), Apart(PolicyKeys.Gauge, PolicyKeys.Query), Apart(PolicyKeys.Rate, PolicyKeys.Query)));
        return schema;
    }

    private static void Together(JsonObject schema, PolicyKey one, PolicyKey other) =>
        schema.Add("dependentRequired", new JsonObject { [one.Name] = Names(other), [other.Name] = Names(one) });

    private static JsonObject Apart(PolicyKey one, PolicyKey other) => new() { ["not"] = new JsonObject { ["required"] = Names(one, other) } };

    private static JsonArray Names(params PolicyKey[] keys) => new([.. keys.Select(key => JsonValue.Create(key.Name))]);
}
