using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>Targets that are objects of Kubernetes.</summary>
internal static class KubernetesFeature
{
    /// <summary>Adds their kinds as section Kubernetes says. Nothing is read, opened or asked without a target of such a kind.</summary>
    public static WebApplicationBuilder AddKubernetes(this WebApplicationBuilder builder)
    {
        builder.AddSettings<KubernetesOptions, KubernetesOptionsValidator>(KubernetesOptions.Section);
        builder.Services.AddSingleton<KubernetesApi>();
        builder.Services.AddSingleton<IRolloutKind, DeploymentKind>();
        builder.Services.AddSingleton<IRolloutKind, CanaryDeploymentKind>();
        builder.Services.AddSingleton<IRolloutKind, ArgoRolloutKind>();
        builder.Services.AddSingleton<IRolloutKind, FlaggerKind>();
        return builder;
    }
}
