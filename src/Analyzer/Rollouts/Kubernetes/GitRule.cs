using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>What may be changed of an object that a GitOps tool keeps as Git has it: never the pod template; weights, replicas and the like when the tool does not write them.</summary>
/// <param name="SteeringOutsideGit">True when the tool leaves them alone although it wrote them first.</param>
internal readonly record struct GitRule(bool SteeringOutsideGit)
{
    /// <summary>The tool that would undo a change of a steering field; null when it may be changed.</summary>
    /// <param name="found">The object.</param>
    /// <param name="path">The field: spec, replicas.</param>
    public GitOwner? Forbids(JsonNode? found, params ReadOnlySpan<string> path) =>
        !SteeringOutsideGit && GitOwner.Of(found) is { } owner && owner.Owns(found, path) ? owner : null;

    /// <summary>The refusal of such a change.</summary>
    /// <param name="what">The object and the field: "the weights of HTTPRoute shop/checkout".</param>
    /// <param name="owner">The tool.</param>
    /// <param name="inGit">What to write in Git: "Set the weight of checkout-canary to 0".</param>
    public static NextMove Refusal(string what, GitOwner owner, string inGit) => new NextMove.Refuse(
        $"{char.ToUpperInvariant(what[0])}{what[1..]} cannot be changed here: {owner.Words} keeps the object as Git has it.",
        $"{inGit} in Git. Or let the tool leave them alone (ignoreDifferences in Argo CD, leaving them out of Git with Flux), and set Kubernetes:SteeringOutsideGit to true.");
}
