using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;

/// <summary>Rollouts of Argo Rollouts.</summary>
internal sealed class ArgoRolloutKind(KubernetesApi api, IOptions<KubernetesOptions> options) : IRolloutKind
{
    /// <inheritdoc/>
    public string Name => KubernetesRights.ArgoRollout;

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        int before = faults.Count;
        if (KindSettings.Bind<ArgoRolloutSettings>(settings, faults) is not { } rollout) return null;
        ObjectName.Required(settings, nameof(rollout.Namespace), rollout.Namespace, faults);
        ObjectName.Required(settings, nameof(rollout.Name), rollout.Name, faults);
        if (!Enum.IsDefined(rollout.Promote)) faults.Add(Setting.Fault($"{settings.Path}:Promote", rollout.Promote, "write Full or Step"));
        return api.TryOpen(faults) && faults.Count == before
            ? new ArgoRollout(api, new ObjectAddress(ApiResource.Rollouts, rollout.Namespace, rollout.Name), rollout.Promote, new GitRule(options.Value.SteeringOutsideGit))
            : null;
    }
}
