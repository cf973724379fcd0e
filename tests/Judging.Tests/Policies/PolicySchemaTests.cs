using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Judging.Policies;
using CsCheck;
using Json.Schema;

namespace CanaryJudge.Judging.Tests.Policies;

public sealed class PolicySchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(PolicySchema.Json);

    public static TheoryData<string> PolicyFiles => [.. Samples.PolicyFiles()];

    public static TheoryData<string> Bad => [.. BadPolicies.RefusedBySchema.Select(bad => bad.Text)];

    [Fact]
    public void Schema_IsItselfValidDraft202012()
    {
        using JsonDocument schema = JsonDocument.Parse(PolicySchema.Json);

        Assert.True(MetaSchemas.Draft202012.Evaluate(schema.RootElement).IsValid);
    }

    [Fact]
    public void EveryMap_IsStrict()
    {
        var open = new List<string>();
        Visit(JsonNode.Parse(PolicySchema.Json)!, node =>
        {
            if (node["type"]?.GetValueKind() == JsonValueKind.String && node["type"]!.GetValue<string>() == "object" && node["additionalProperties"]?.GetValueKind() != JsonValueKind.False) open.Add(node.GetPath());
        });

        Assert.Empty(open);
    }

    [Theory]
    [MemberData(nameof(PolicyFiles))]
    public void ShippedPolicy_Validates(string file) => Assert.True(IsValid(File.ReadAllText(file)));

    [Fact]
    public void AnyPolicyWritten_Validates() => PolicyGen.Policy.Where(policy => policy.Metrics.All(metric => metric.Margin.Value is > 1e-20 and < 1e20 && metric.Margin.Floor < 1e20)).Sample(
        policy => Assert.True(IsValid(PolicyWriter.Write(policy)), PolicyWriter.Write(policy)),
        iter: 200);

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadPolicy_IsRefusedAsTheParserRefusesIt(string text)
    {
        Assert.NotEmpty(PolicyParser.Parse(text).Violations);
        Assert.False(IsValid(text));
    }

    private static bool IsValid(string yaml)
    {
        using JsonDocument document = JsonDocument.Parse(YamlAsJson.Of(yaml)?.ToJsonString() ?? "null");
        return Schema.Evaluate(document.RootElement).IsValid;
    }

    private static void Visit(JsonNode node, Action<JsonObject> act)
    {
        if (node is JsonObject map)
        {
            act(map);
            foreach ((_, JsonNode? value) in map) if (value is not null) Visit(value, act);
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? item in list) if (item is not null) Visit(item, act);
        }
    }
}
