using CanaryJudge.Helm.Tests.Rendering;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>What is rendered holds to the restricted Pod Security Standard, asks the cluster for nothing, and holds no secret.</summary>
public sealed class RestrictedTests
{
    // The standard's volume types; it allows csi, and nothing of the node's.
    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static TheoryData<string> Sets => ValueSet.Names();

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task EveryPod_HoldsToTheRestrictedStandard(string name)
    {
        foreach (YamlNode pod in await PodsAsync(name))
        {
            Assert.Equal("true", Yaml.Text(pod, "securityContext", "runAsNonRoot"));
            Assert.Equal("64198", Yaml.Text(pod, "securityContext", "runAsUser"));
            Assert.Equal("RuntimeDefault", Yaml.Text(pod, "securityContext", "seccompProfile", "type"));
            Assert.All(new[] { "hostNetwork", "hostPID", "hostIPC" }, key => Assert.Null(Yaml.Find(pod, key)));
            foreach (YamlNode container in Yaml.Items(Yaml.Find(pod, "containers")))
            {
                Assert.Equal(("false", "true", "true"), (Yaml.Text(container, "securityContext", "allowPrivilegeEscalation"), Yaml.Text(container, "securityContext", "readOnlyRootFilesystem"), Yaml.Text(container, "securityContext", "runAsNonRoot")));
                Assert.Equal(["ALL"], Yaml.Items(Yaml.Find(container, "securityContext", "capabilities", "drop")).Select(drop => drop.ToString()));
                Assert.Null(Yaml.Find(container, "securityContext", "capabilities", "add"));
                Assert.NotNull(Yaml.Find(container, "resources", "limits", "memory"));
                Assert.All(Yaml.Items(Yaml.Find(container, "ports")), port => Assert.Null(Yaml.Find(port, "hostPort")));
            }

            foreach (YamlNode volume in Yaml.Items(Yaml.Find(pod, "volumes"))) Assert.All(Yaml.Pairs(volume).Select(pair => pair.Key).Where(key => key != "name"), type => Assert.Contains(type, Volumes));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task EveryPod_HasATokenOfTheClusterOnlyForTargetsInIt(string name)
    {
        bool hasTargets = name is "rollouts-kubernetes" or "rollouts-advise";
        foreach (YamlNode pod in await PodsAsync(name)) Assert.Equal((hasTargets ? "true" : "false", "false"), (Yaml.Text(pod, "automountServiceAccountToken"), Yaml.Text(pod, "enableServiceLinks")));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Rendered_HasNoSecret(string name)
    {
        IReadOnlyList<Manifest> objects = Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name)));

        Assert.DoesNotContain(objects, o => o.Kind == "Secret");
    }

    private static async Task<IEnumerable<YamlNode>> PodsAsync(string name) =>
        Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name))).Where(o => o.Kind == "Deployment").Select(o => o.Find("spec", "template", "spec")!);
}
