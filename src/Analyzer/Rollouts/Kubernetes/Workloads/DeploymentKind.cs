using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>Rollouts that are one Deployment, half-way from one version to the next.</summary>
internal sealed class DeploymentKind(KubernetesApi api, IOptions<KubernetesOptions> options) : IRolloutKind
{
    /// <inheritdoc/>
    public string Name => KubernetesRights.Deployment;

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        int before = faults.Count;
        if (KindSettings.Bind<DeploymentSettings>(settings, faults) is not { } deployment) return null;
        ObjectName.Required(settings, nameof(deployment.Namespace), deployment.Namespace, faults);
        ObjectName.Required(settings, nameof(deployment.Name), deployment.Name, faults);
        return api.TryOpen(faults) && faults.Count == before
            ? new DeploymentRollout(api, new ObjectAddress(ApiResource.Deployments, deployment.Namespace, deployment.Name), new GitRule(options.Value.SteeringOutsideGit))
            : null;
    }
}
