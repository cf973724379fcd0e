using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>What runs in a pod: a version. Kept as the server gave it, field by field.</summary>
internal static class PodTemplate
{
    // Labels that controllers add to the templates of their ReplicaSets; they are no part of the version.
    private static readonly string[] Added = ["pod-template-hash", "rollouts-pod-template-hash"];

    /// <summary>The template without what controllers add to it.</summary>
    public static JsonObject Bare(JsonNode? template)
    {
        JsonObject bare = template?.DeepClone() as JsonObject ?? [];
        if (bare.At("metadata") is JsonObject metadata)
        {
            if (metadata["creationTimestamp"] is null) metadata.Remove("creationTimestamp");
            if (metadata["labels"] is JsonObject labels)
            {
                foreach (string label in Added) labels.Remove(label);
            }
        }

        return bare;
    }

    /// <summary>A digest of the template: equal for equal versions, whatever the order of fields.</summary>
    public static string Digest(JsonNode? template)
    {
        StringBuilder text = new();
        Write(Bare(template), text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>
    /// The version of one Deployment made fit for another: labels that either selects its pods by stay those of the one that it goes into, so that each keeps its own pods.
    /// </summary>
    /// <param name="from">The Deployment whose version is taken.</param>
    /// <param name="into">The Deployment that it goes into.</param>
    public static JsonObject Adapt(JsonNode from, JsonNode into)
    {
        JsonObject template = Bare(from.At("spec", "template"));
        JsonNode? kept = into.At("spec", "template", "metadata", "labels");
        if (template["metadata"] is not JsonObject metadata) template["metadata"] = metadata = [];
        if (metadata["labels"] is not JsonObject labels) metadata["labels"] = labels = [];
        foreach (string label in Selected(from).Union(Selected(into)))
        {
            if (kept.At(label) is { } value) labels[label] = value.DeepClone();
            else labels.Remove(label);
        }

        return template;
    }

    /// <summary>The images of a template's containers, for people: "app registry/checkout:v2".</summary>
    public static string Images(JsonNode? template) =>
        string.Join(", ", template.List("spec", "initContainers").Concat(template.List("spec", "containers")).Select(container => $"{container.Text("name")} {container.Text("image")}"));

    private static IEnumerable<string> Selected(JsonNode deployment) =>
        deployment.Map("spec", "selector", "matchLabels").Select(label => label.Key).Concat(deployment.List("spec", "selector", "matchExpressions").Select(expression => expression.Text("key")));

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach ((string key, JsonNode? value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(JsonValue.Create(key)!.ToJsonString()).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (JsonNode? entry in list)
                {
                    Write(entry, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
