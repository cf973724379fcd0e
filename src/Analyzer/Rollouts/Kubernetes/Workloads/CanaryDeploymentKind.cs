using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Traffic;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;

/// <summary>Rollouts that are a canary Deployment beside that of the baseline.</summary>
internal sealed class CanaryDeploymentKind(KubernetesApi api, IOptions<KubernetesOptions> options) : IRolloutKind
{
    // As many as one reading can well hold.
    private const int MostRoutes = 10;

    /// <inheritdoc/>
    public string Name => KubernetesRights.CanaryDeployment;

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        int before = faults.Count;
        if (KindSettings.Bind<CanaryDeploymentSettings>(settings, faults) is not { } pair) return null;
        Check(settings, pair, faults);
        if (!api.TryOpen(faults) || faults.Count > before) return null;
        return new CanaryDeploymentRollout(
            api,
            new ObjectAddress(ApiResource.Deployments, pair.Namespace, pair.Baseline),
            new ObjectAddress(ApiResource.Deployments, pair.Namespace, pair.Canary),
            [.. Routes(pair)],
            new GitRule(options.Value.SteeringOutsideGit));
    }

    private static IEnumerable<TrafficRoute> Routes(CanaryDeploymentSettings pair)
    {
        MeshDestination baseline = new(pair.BaselineService, pair.Namespace, pair.BaselineSubset), canary = new(pair.CanaryService, pair.Namespace, pair.CanarySubset);
        foreach (string name in pair.HttpRoutes) yield return new HttpRouteTraffic(new ObjectAddress(ApiResource.HttpRoutes, pair.Namespace, name), pair.BaselineService, pair.CanaryService);
        foreach (string name in pair.VirtualServices) yield return new VirtualServiceTraffic(new ObjectAddress(ApiResource.VirtualServices, pair.Namespace, name), baseline, canary);
    }

    private static void Check(IConfigurationSection settings, CanaryDeploymentSettings pair, ICollection<string> faults)
    {
        ObjectName.Required(settings, nameof(pair.Namespace), pair.Namespace, faults);
        ObjectName.Required(settings, nameof(pair.Baseline), pair.Baseline, faults);
        ObjectName.Required(settings, nameof(pair.Canary), pair.Canary, faults);
        if (pair.Baseline.Length > 0 && pair.Baseline == pair.Canary) faults.Add(Setting.Fault($"{settings.Path}:Canary", pair.Canary, "it is the baseline too: write another Deployment, or take the kind deployment"));
        foreach (string route in pair.HttpRoutes.Concat(pair.VirtualServices)) ObjectName.Required(settings, "HttpRoutes or VirtualServices", route, faults);
        int routes = pair.HttpRoutes.Length + pair.VirtualServices.Length;
        if (routes > MostRoutes) faults.Add($"{settings.Path} has {routes} routes: write at most {MostRoutes}.");
        ObjectName.Optional(settings, nameof(pair.BaselineSubset), pair.BaselineSubset, faults);
        ObjectName.Optional(settings, nameof(pair.CanarySubset), pair.CanarySubset, faults);
        if (routes == 0) return;
        ObjectName.Required(settings, nameof(pair.BaselineService), pair.BaselineService, faults);
        ObjectName.Required(settings, nameof(pair.CanaryService), pair.CanaryService, faults);
        bool areApart = pair.BaselineService != pair.CanaryService || (pair.BaselineSubset.Length > 0 && pair.CanarySubset.Length > 0 && pair.BaselineSubset != pair.CanarySubset);
        if (!areApart || (pair.BaselineService == pair.CanaryService && pair.HttpRoutes.Length > 0))
            faults.Add(Setting.Fault($"{settings.Path}:CanaryService", pair.CanaryService, "it is the Service of the baseline too: write another one, or (for VirtualServices) both subsets"));
    }
}
