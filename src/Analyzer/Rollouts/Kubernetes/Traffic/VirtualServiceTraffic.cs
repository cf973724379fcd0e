using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>
/// A VirtualService of Istio: http, tcp and tls routes, mirrors. A destination that stands alone gets everything, whatever its weight says, so that the baseline is added beside a canary
/// that stands alone. A route that delegates to another VirtualService is named: what that one does cannot be seen here.
/// </summary>
internal sealed class VirtualServiceTraffic(ObjectAddress address, MeshDestination baseline, MeshDestination canary) : TrafficRoute(address)
{
    private const long Everything = 100;
    private const string Http = "http";
    private static readonly string[] Lists = [Http, "tcp", "tls"];

    /// <inheritdoc/>
    public override TrafficView View(JsonObject content)
    {
        RouteEdit edit = new(content);
        foreach (string list in Lists)
        {
            IReadOnlyList<JsonNode?> rules = content.List("spec", list);
            for (int k = 0; k < rules.Count; k++) LookAt(rules[k], list, k, edit);
        }

        return edit.ToView(Address, isApplied: null);
    }

    private void LookAt(JsonNode? rule, string list, int number, RouteEdit edit)
    {
        IReadOnlyList<JsonNode?> routes = rule.List("route");
        string at = $"/spec/{list}/{number}", name = rule.Text("name") is { Length: > 0 } given ? $"{list} {given}" : $"{list} {number}";
        if (rule.At("delegate") is { } other) edit.Unseen($"{name} delegates to VirtualService {other.Text("namespace")}/{other.Text("name")}, which was not looked at");
        if (routes.Count > 0) edit.Fact($"{name}{(rule.List("match").Count > 0 ? " (on conditions)" : "")}: {string.Join(", ", routes.Select(r => $"{MeshDestination.Words(r.At("destination"))} {Weight(r, routes.Count)}"))}");

        int[] canaries = [.. Enumerable.Range(0, routes.Count).Where(k => canary.Is(routes[k].At("destination"), Address.Namespace))];
        int steady = Enumerable.Range(0, routes.Count).FirstOrDefault(k => baseline.Is(routes[k].At("destination"), Address.Namespace) && !canaries.Contains(k), -1);
        long all = routes.Sum(r => Weight(r, routes.Count)), share = canaries.Sum(k => Weight(routes[k], routes.Count));
        if (share > 0)
        {
            edit.Share(steady >= 0 ? (double)share / all : null);
            foreach (int k in canaries) edit.Change(list, patch => patch.Set($"{at}/route/{k}/weight", 0));
            long raised = (steady >= 0 ? Weight(routes[steady], routes.Count) : 0) + share;
            if (steady >= 0) edit.Change(list, patch => patch.Set($"{at}/route/{steady}/weight", raised), $"{name}: {canary} {share} -> 0, {baseline} -> {raised}");
            else edit.Change(list, patch => patch.Append($"{at}/route", new JsonObject { ["destination"] = baseline.InPlaceOf(routes[canaries[0]].At("destination")), ["weight"] = raised }), $"{name}, which named the canary without the baseline: {canary} {share} -> 0, {baseline} is added with {raised}");
        }

        if (list == Http) LookAtMirrors(rule, at, name, edit);
    }

    private void LookAtMirrors(JsonNode? rule, string at, string name, RouteEdit edit)
    {
        IReadOnlyList<JsonNode?> mirrors = rule.List("mirrors");
        for (int k = mirrors.Count - 1; k >= 0; k--) // from the end, so that the places of those before stay
        {
            string place = $"{at}/mirrors/{k}";
            if (canary.Is(mirrors[k].At("destination"), Address.Namespace)) edit.Change(Http, patch => patch.Remove(place), $"{name}: the mirror to {canary} is taken away");
        }

        if (rule.At("mirror") is { } mirror && canary.Is(mirror, Address.Namespace)) edit.Change(Http, patch => patch.Remove($"{at}/mirror"), $"{name}: the mirror to {canary} is taken away");
    }

    private static long Weight(JsonNode? route, int count) => count == 1 ? Everything : route.Number("weight") ?? 0;
}
