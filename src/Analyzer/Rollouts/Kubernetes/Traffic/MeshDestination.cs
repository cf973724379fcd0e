using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;

/// <summary>Where Istio sends traffic: a host, or a subset of its instances.</summary>
/// <param name="Service">A Service in the target's namespace.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Subset">A subset of a DestinationRule; empty for whatever subset.</param>
internal sealed record MeshDestination(string Service, string Namespace, string Subset)
{
    /// <summary>Whether a destination is this one.</summary>
    /// <param name="destination">As it was read.</param>
    /// <param name="inNamespace">Where the object is that names it: short hosts are of there.</param>
    public bool Is(JsonNode? destination, string inNamespace) =>
        Whole(destination.Text("host"), inNamespace) == $"{Service}.{Namespace}" && (Subset.Length == 0 || destination.Text("subset") == Subset);

    /// <summary>A destination that leads here, at the port of another.</summary>
    public JsonObject InPlaceOf(JsonNode? other)
    {
        // The host as the other one writes it, so that it means the same to Istio.
        string host = other.Text("host");
        int end = host.IndexOf('.', StringComparison.Ordinal);
        JsonObject destination = new() { ["host"] = end < 0 ? Service : Service + host[end..] };
        if (Subset.Length > 0) destination["subset"] = Subset;
        if (other.At("port") is { } port) destination["port"] = port.DeepClone();
        return destination;
    }

    /// <summary>A destination in words.</summary>
    public static string Words(JsonNode? destination) => destination.Text("subset") is { Length: > 0 } subset ? $"{destination.Text("host")}/{subset}" : destination.Text("host");

    /// <inheritdoc/>
    public override string ToString() => Subset.Length > 0 ? $"{Service}/{Subset}" : Service;

    // Service and namespace; what is no Service of the cluster stays as it is.
    private static string Whole(string host, string inNamespace)
    {
        string[] parts = host.Split('.');
        return parts.Length switch
        {
            1 => $"{host}.{inNamespace}",
            2 => host,
            _ => parts[2] == "svc" ? $"{parts[0]}.{parts[1]}" : host,
        };
    }
}
