using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>A step that is a patch of one object.</summary>
internal sealed record KubernetesStep : RolloutStep
{
    /// <summary>The object.</summary>
    public required ObjectAddress Address { get; init; }

    /// <summary>What must hold of it, by place: looked at again when the server refuses, to tell a stale patch from a wrong one.</summary>
    public required IReadOnlyList<KeyValuePair<string, JsonNode?>> Tests { get; init; }

    /// <summary>A JSON patch.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="address">The object.</param>
    /// <param name="part">A subresource such as status; empty for the object itself.</param>
    /// <param name="patch">The change.</param>
    public static KubernetesStep Of(string name, string description, ObjectAddress address, string part, JsonPatch patch) => new()
    {
        Name = name,
        Description = description,
        Method = "PATCH",
        Path = part.Length > 0 ? $"{address.Path}/{part}" : address.Path,
        ContentType = JsonPatch.ContentType,
        Body = patch.Write(),
        Address = address,
        Tests = patch.Tests,
        Precondition = new($"{address} is still as it was seen: {string.Join(", ", patch.Tests.Select(Words))}.", patch.Tests.ToDictionary(test => test.Key, test => test.Value?.ToJsonString() ?? "null")),
        Rights = [address.Right("patch", part)],
    };

    /// <summary>A new number of replicas, by the scale subresource alone: the right to scale is not the right to change what runs.</summary>
    public static KubernetesStep Scale(string description, ObjectAddress address, JsonNode observed, int replicas)
    {
        string version = observed.Text("metadata", "resourceVersion");
        return new()
        {
            Name = "scale",
            Description = description,
            Method = "PATCH",
            Path = $"{address.Path}/scale",
            ContentType = "application/merge-patch+json",
            Body = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["spec"] = new JsonObject { ["replicas"] = replicas } }.ToJsonString(),
            Address = address,
            Tests = [new("/metadata/resourceVersion", version)],
            Precondition = new($"{address} is still at resource version {version}.", new Dictionary<string, string> { ["resourceVersion"] = version }),
            Rights = [address.Right("patch", "scale")],
        };
    }

    private static string Words(KeyValuePair<string, JsonNode?> test) => $"{test.Key[(test.Key.LastIndexOf('/') + 1)..]} {test.Value?.ToJsonString() ?? "none"}";
}
