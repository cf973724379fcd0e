namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>The Kubernetes API that targets of its kinds live in. Section Kubernetes. Nothing is read or asked unless a target is of such a kind.</summary>
internal sealed class KubernetesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Kubernetes";

    /// <summary>Address of the API server, https (http on this machine only). Empty: that of the cluster whose pod this is. Default: empty.</summary>
    public string Address { get; set; } = "";

    /// <summary>File with the bearer token, read again when it changes. Empty: that of the pod's service account, or none when an address is given. Default: empty.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>PEM file with the authorities that the server's certificate must come from, read again when it changes. Empty: the pod's, or the machine's when an address is given. Default: empty.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>Longest time of one call. 100 ms to 1 minute. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True: fields of objects that Git owns which steer a rollout (weights, replicas, paused) are left alone by the GitOps tool (ignoreDifferences and the like), so that they may be
    /// changed although the tool wrote them first. Pod templates are never changed then either. Default: false.
    /// </summary>
    public bool SteeringOutsideGit { get; set; }
}
