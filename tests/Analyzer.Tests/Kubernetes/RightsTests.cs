using CanaryJudge.Analyzer.Rollouts.Kubernetes;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>docs/kubernetes.md lists the rights that the code has, in the same order.</summary>
public sealed class RightsTests
{
    [Fact]
    public void EveryRight_IsInTheGuide_AndNoOther()
    {
        IEnumerable<string> guide = File.ReadLines(Checkout.Path("docs/kubernetes.md")).SkipWhile(line => line != "## Rights").TakeWhile(line => line != "```yaml").Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(KubernetesRights.All.Select(r => $"| `{r.Kind}` | {r.Right.Verb} | {r.Right.Group} | {r.Right.Resource} | {r.Purpose} |"), guide);
    }

    [Fact]
    public void Rights_AreNeverOverSecretsNorEverything()
    {
        Assert.All(KubernetesRights.All, r => Assert.True(r.Right.Verb is "get" or "list" or "patch" && r.Right.Group is not ("" or "*" or "rbac.authorization.k8s.io") && !r.Right.Resource.Contains('*', StringComparison.Ordinal)));
    }
}
