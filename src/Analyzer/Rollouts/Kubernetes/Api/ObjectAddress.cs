namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>Where an object of the API is.</summary>
/// <param name="Resource">What it is one of.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record ObjectAddress(ApiResource Resource, string Namespace, string Name)
{
    /// <summary>Its path below the API's address.</summary>
    public string Path => $"{Resource.Path(Namespace)}/{Uri.EscapeDataString(Name)}";

    /// <summary>As people name it: Deployment shop/checkout.</summary>
    public override string ToString() => $"{Resource.Kind} {Namespace}/{Name}";

    /// <summary>The right to do something with it.</summary>
    /// <param name="verb">get, list, patch.</param>
    /// <param name="part">A subresource such as status; empty for the object itself.</param>
    public RolloutRight Right(string verb, string part = "") => new(verb, Resource.Group, part.Length > 0 ? $"{Resource.Plural}/{part}" : Resource.Plural, $"{Namespace}/{Name}");
}
