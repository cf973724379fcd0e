using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Routes that tests look at, and make.</summary>
internal static class Routes
{
    /// <summary>An HTTPRoute with rules in JSON.</summary>
    public static string Http(string rules, string metadata = "") =>
        """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"checkout"METADATA},"spec":{"rules":RULES}}""".Replace("METADATA", metadata, StringComparison.Ordinal).Replace("RULES", rules, StringComparison.Ordinal);

    /// <summary>A VirtualService with a spec in JSON.</summary>
    public static string Mesh(string spec) =>
        """{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"checkout"},"spec":SPEC}""".Replace("SPEC", spec, StringComparison.Ordinal);

    /// <summary>What an HTTPRoute says, with the patch applied to it as the server would.</summary>
    public static (TrafficView View, TrafficView After) LookHttp(string rules) => Look(new HttpRouteTraffic(new ObjectAddress(ApiResource.HttpRoutes, "shop", "checkout"), "checkout", "checkout-canary"), Http(rules));

    /// <summary>The same for a VirtualService.</summary>
    public static (TrafficView View, TrafficView After) LookMesh(string spec, string baselineSubset = "", string canarySubset = "", string canaryService = "checkout-canary") => Look(
        new VirtualServiceTraffic(new ObjectAddress(ApiResource.VirtualServices, "shop", "checkout"), new MeshDestination("checkout", "shop", baselineSubset), new MeshDestination(canaryService, "shop", canarySubset)), Mesh(spec));

    private static (TrafficView View, TrafficView After) Look(TrafficRoute route, string text)
    {
        JsonObject content = JsonNode.Parse(text)!.AsObject();
        TrafficView view = route.View(content);
        JsonObject after = content.DeepClone().AsObject();
        foreach (JsonNode? change in JsonNode.Parse(view.Patch.Write())!.AsArray()) Apply(after, change!.AsObject());
        return (view, route.View(after));
    }

    // The part of RFC 6902 that is used; what the server makes of it is tested on the server.
    private static void Apply(JsonNode whole, JsonObject change)
    {
        if ((string?)change["op"] == "test") return;
        string[] path = ((string)change["path"]!).Split('/')[1..];
        JsonNode at = whole;
        foreach (string part in path[..^1]) at = at is JsonArray list ? list[int.Parse(part)]! : at[part]!;
        JsonNode? value = change["value"]?.DeepClone();
        switch ((string?)change["op"], at)
        {
            case ("remove", JsonArray list): list.RemoveAt(int.Parse(path[^1])); break;
            case ("remove", JsonObject map): map.Remove(path[^1]); break;
            case ("add", JsonArray list) when path[^1] == "-": list.Add(value); break;
            case (_, JsonObject map): map[path[^1]] = value; break;
            default: throw new InvalidOperationException(change.ToJsonString());
        }
    }
}
