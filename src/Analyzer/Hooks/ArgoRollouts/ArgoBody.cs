using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Hooks.ArgoRollouts;

/// <summary>What the web metric of Argo Rollouts sends: the body that the AnalysisTemplate gives it.</summary>
/// <remarks>What is missing keeps its default here: the generated reader would set an init-only property that is missing to null.</remarks>
internal sealed record ArgoBody
{
    /// <summary>Namespace of the Rollout. Required.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its name. Required.</summary>
    public string Rollout { get; set; } = "";

    /// <summary>Its uid, where the template gives it: a Rollout that is made anew under its name is another one.</summary>
    public string Uid { get; set; } = "";

    /// <summary>Hash of the new version's pod template (podTemplateHashValue Latest). Required.</summary>
    public string CanaryHash { get; set; } = "";

    /// <summary>Hash of the stable version's pod template (podTemplateHashValue Stable). Required.</summary>
    public string StableHash { get; set; } = "";

    /// <summary>Name of a policy that the service holds. Required.</summary>
    public string Policy { get; set; } = "";

    /// <summary>The application. Default: the Rollout's name.</summary>
    public string Application { get; set; } = "";

    /// <summary>Name of a metric source. Default: the service's default one.</summary>
    public string Source { get; set; } = "";

    /// <summary>Which instances are the stable version. Required.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>Which instances are the new version. Required.</summary>
    public string Canary { get; set; } = "";

    /// <summary>Everything that is wrong with the fields that name what is asked about.</summary>
    public IEnumerable<Violation> Check()
    {
        foreach ((string path, string text) in (IEnumerable<(string, string)>)[("namespace", Namespace), ("rollout", Rollout), ("canaryHash", CanaryHash), ("stableHash", StableHash)])
        {
            foreach (Violation violation in TextRule.Check(path, text, TextRule.Name)) yield return violation;
        }
    }

    /// <summary>What is asked about.</summary>
    public HookSubject ToSubject() => new(
        Application.Length > 0 ? Application : Rollout, $"{Namespace}/rollouts/{Rollout}", $"argo-rollouts {(Uid.Length > 0 ? $"{Uid}/" : "")}{CanaryHash}");

    /// <summary>How it is to be judged.</summary>
    public HookRequest ToRequest() => new(Policy, Source, Baseline, Canary);
}
