using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;
using CsCheck;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Whatever a route says: after the patch nothing in it points at the canary, every rule serves as many as before, and nobody else's share has changed.</summary>
public sealed class RouteLawTests
{
    private static readonly Gen<string> Backend = Gen.OneOf(Gen.Const("checkout"), Gen.Const("checkout-canary"), Gen.Const("archive"));
    private static readonly Gen<int> Weight = Gen.Int[0, 100];
    private static readonly Gen<JsonNode> HttpBackend = Gen.Select(Backend, Weight, Gen.Bool, Gen.Bool, (name, weight, hasWeight, mirrors) =>
    {
        JsonObject backend = new() { ["name"] = name, ["port"] = 80 };
        if (hasWeight) backend["weight"] = weight;
        if (mirrors) backend["filters"] = new JsonArray(Mirror("checkout-canary"));
        return (JsonNode)backend;
    });

    private static readonly Gen<JsonNode> HttpRule = Gen.Select(HttpBackend.List[0, 4], Backend.List[0, 3], (backends, mirrors) =>
        (JsonNode)new JsonObject { ["backendRefs"] = new JsonArray([.. backends]), ["filters"] = new JsonArray([.. mirrors.Select(Mirror)]) });

    private static readonly Gen<JsonNode> MeshRule = Gen.Select(Gen.Select(Backend, Weight).List[0, 4], Backend.List[0, 3], Gen.Bool, (routes, mirrors, hasMirror) =>
    {
        JsonObject rule = new() { ["route"] = new JsonArray([.. routes.Select(r => (JsonNode)new JsonObject { ["destination"] = new JsonObject { ["host"] = r.Item1 }, ["weight"] = r.Item2 })]) };
        rule["mirrors"] = new JsonArray([.. mirrors.Select(m => (JsonNode)new JsonObject { ["destination"] = new JsonObject { ["host"] = m } })]);
        if (hasMirror) rule["mirror"] = new JsonObject { ["host"] = "checkout-canary" };
        return (JsonNode)rule;
    });

    [Fact]
    public void HttpRoutes_AfterThePatch_LeadNowhereToTheCanary() => HttpRule.List[0, 5].Sample(rules =>
    {
        (TrafficView view, TrafficView after) = Routes.LookHttp(new JsonArray([.. rules.Select(r => r.DeepClone())]).ToJsonString());
        return after.Patch.IsEmpty && after.CanaryShare == 0
            && Rules(view, "rules").Zip(Rules(after, "rules")).All(pair => AreKept(Shares(pair.First, "backendRefs", b => (string?)b["name"], b => (int?)b["weight"] ?? 1), Shares(pair.Second, "backendRefs", b => (string?)b["name"], b => (int?)b["weight"] ?? 1)));
    });

    [Fact]
    public void VirtualServices_AfterThePatch_LeadNowhereToTheCanary() => MeshRule.List[0, 5].Sample(rules =>
    {
        (TrafficView view, TrafficView after) = Routes.LookMesh(new JsonObject { ["http"] = new JsonArray([.. rules.Select(r => r.DeepClone())]) }.ToJsonString());
        return after.Patch.IsEmpty && after.CanaryShare == 0 && Rules(view, "http").Zip(Rules(after, "http")).All(pair => AreKept(Mesh(pair.First), Mesh(pair.Second)));
    });

    private static JsonNode Mirror(string name) => new JsonObject { ["type"] = "RequestMirror", ["requestMirror"] = new JsonObject { ["backendRef"] = new JsonObject { ["name"] = name, ["port"] = 80 } } };

    private static IEnumerable<JsonNode> Rules(TrafficView view, string list) => view.Content["spec"]![list]?.AsArray().Select(rule => rule!) ?? [];

    private static Dictionary<string, int> Mesh(JsonNode rule)
    {
        bool isAlone = rule["route"]!.AsArray().Count == 1;
        return Shares(rule, "route", r => (string?)r["destination"]!["host"], r => isAlone ? 100 : (int)r["weight"]!);
    }

    private static Dictionary<string, int> Shares(JsonNode rule, string list, Func<JsonNode, string?> name, Func<JsonNode, int> weight) =>
        rule[list]!.AsArray().GroupBy(backend => name(backend!)!).ToDictionary(group => group.Key, group => group.Sum(backend => weight(backend!)));

    private static bool AreKept(Dictionary<string, int> before, Dictionary<string, int> after) =>
        before.Values.Sum() == after.Values.Sum() && after.GetValueOrDefault("checkout-canary") == 0 && before.GetValueOrDefault("archive") == after.GetValueOrDefault("archive");
}
