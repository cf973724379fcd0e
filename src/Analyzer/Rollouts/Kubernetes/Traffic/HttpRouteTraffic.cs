using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>
/// An HTTPRoute of Gateway API. Every rule is looked at, not only the one with weights: rules for a header or a cookie, and mirrors, lead users and their requests to the canary too.
/// A rule that names the canary alone gets the baseline beside it, so that its users are served.
/// </summary>
internal sealed class HttpRouteTraffic(ObjectAddress address, string baseline, string canary) : TrafficRoute(address)
{
    private const long MostWeight = 1_000_000;
    private const string Rules = "rules";

    /// <inheritdoc/>
    public override TrafficView View(JsonObject content)
    {
        RouteEdit edit = new(content);
        IReadOnlyList<JsonNode?> rules = content.List("spec", Rules);
        for (int k = 0; k < rules.Count; k++) LookAt(rules[k], k, edit);
        return edit.ToView(Address, IsApplied(content));
    }

    private void LookAt(JsonNode? rule, int number, RouteEdit edit)
    {
        IReadOnlyList<JsonNode?> backends = rule.List("backendRefs");
        string at = $"/spec/{Rules}/{number}", name = rule.Text("name") is { Length: > 0 } given ? $"rule {given}" : $"rule {number}";
        edit.Fact($"{name}{(HasConditions(rule) ? " (on conditions)" : "")}: {string.Join(", ", backends.Select(b => $"{b.Text("name")} {Weight(b)}"))}");

        int[] canaries = [.. Enumerable.Range(0, backends.Count).Where(k => Is(backends[k], canary))];
        int steady = Enumerable.Range(0, backends.Count).FirstOrDefault(k => Is(backends[k], baseline), -1);
        long all = backends.Sum(Weight), share = canaries.Sum(k => Weight(backends[k]));
        if (share > 0)
        {
            edit.Share(steady >= 0 ? (double)share / all : null);
            foreach (int k in canaries) edit.Change(Rules, patch => patch.Set($"{at}/backendRefs/{k}/weight", 0));
            long raised = (steady >= 0 ? Weight(backends[steady]) : 0) + share;
            if (steady >= 0) edit.Change(Rules, patch => patch.Set($"{at}/backendRefs/{steady}/weight", Math.Min(raised, MostWeight)), $"{name}: {canary} {share} -> 0, {baseline} -> {Math.Min(raised, MostWeight)}");
            else edit.Change(Rules, patch => patch.Append($"{at}/backendRefs", InPlaceOf(backends[canaries[0]]!, raised)), $"{name}, which named the canary without the baseline: {canary} {share} -> 0, {baseline} is added with {raised}");
        }

        for (int k = 0; k < backends.Count; k++) LookAtMirrors(backends[k], $"{at}/backendRefs/{k}", name, edit);
        LookAtMirrors(rule, at, name, edit);
    }

    // From the end, so that the places of those before stay.
    private void LookAtMirrors(JsonNode? owner, string at, string name, RouteEdit edit)
    {
        IReadOnlyList<JsonNode?> filters = owner.List("filters");
        for (int k = filters.Count - 1; k >= 0; k--)
        {
            string place = $"{at}/filters/{k}";
            if (Is(filters[k].At("requestMirror", "backendRef"), canary)) edit.Change(Rules, patch => patch.Remove(place), $"{name}: the mirror to {canary} is taken away");
        }
    }

    private JsonNode InPlaceOf(JsonNode backend, long weight)
    {
        JsonNode added = backend.DeepClone();
        added["name"] = baseline;
        added["weight"] = weight;
        added.AsObject().Remove("filters");
        return added;
    }

    private bool Is(JsonNode? backend, string service) =>
        backend.Text("name") == service && backend.Text("group").Length == 0 && backend.Text("kind") is "" or "Service" && (backend.Text("namespace") is { Length: > 0 } other ? other : Address.Namespace) == Address.Namespace;

    private static long Weight(JsonNode? backend) => backend.Number("weight") ?? 1;

    private static bool HasConditions(JsonNode? rule) => rule.List("matches").Any(match => match.List("headers").Count > 0 || match.List("queryParams").Count > 0);

    // What the gateways that carry the route say of it.
    private static bool? IsApplied(JsonNode content)
    {
        IReadOnlyList<JsonNode?> parents = content.List("status", "parents");
        if (parents.Count == 0) return null;
        return parents.All(parent => parent.List("conditions").Any(condition =>
            condition.Text("type") == "Accepted" && condition.Text("status") == "True" && condition.Number("observedGeneration") >= content.Generation()));
    }
}
