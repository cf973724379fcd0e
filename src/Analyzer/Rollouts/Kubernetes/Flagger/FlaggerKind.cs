using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;

/// <summary>Canaries of Flagger.</summary>
internal sealed class FlaggerKind(KubernetesApi api, IOptions<KubernetesOptions> options) : IRolloutKind
{
    /// <inheritdoc/>
    public string Name => KubernetesRights.Flagger;

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        int before = faults.Count;
        if (KindSettings.Bind<FlaggerSettings>(settings, faults) is not { } canary) return null;
        ObjectName.Required(settings, nameof(canary.Namespace), canary.Namespace, faults);
        ObjectName.Required(settings, nameof(canary.Name), canary.Name, faults);
        return api.TryOpen(faults) && faults.Count == before
            ? new FlaggerRollout(api, new ObjectAddress(ApiResource.Canaries, canary.Namespace, canary.Name), new GitRule(options.Value.SteeringOutsideGit))
            : null;
    }
}
