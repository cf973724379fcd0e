namespace CanaryJudge.Analyzer.Hooks.Flux;

/// <summary>The object that an event is about.</summary>
internal sealed record FluxObject
{
    /// <summary>HelmRelease, Kustomization, ...</summary>
    public string? Kind { get; init; }

    /// <summary>Its namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }
}
