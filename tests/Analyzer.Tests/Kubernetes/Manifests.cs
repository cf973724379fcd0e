namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Objects that tests make.</summary>
internal static class Manifests
{
    /// <summary>A Deployment whose pods have the labels app and track; the version is in the image.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version.</param>
    /// <param name="replicas">Replicas.</param>
    /// <param name="track">Value of the label by which it selects its pods.</param>
    /// <param name="metadata">More lines of its metadata, in two columns.</param>
    public static string Deployment(string name, string version, int replicas, string track = "stable", string metadata = "") => $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {name}
        {metadata}
        spec:
          replicas: {replicas}
          selector:
            matchLabels:
              app: checkout
              track: {track}
          strategy:
            rollingUpdate:
              maxSurge: 1
              maxUnavailable: 0
          template:
            metadata:
              labels:
                app: checkout
                track: {track}
                version: {version}
            spec:
              containers:
                - name: app
                  image: registry.test/checkout:{version}
        """;
}
