using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Helm.Tests.Rendering;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The rendered Roles hold what the service says that it needs, verb for verb, on named objects, and nothing else.</summary>
public sealed class RightsTests
{
    // Which objects of the value set rollouts-kubernetes belong to which kind.
    private static readonly Dictionary<string, string[]> Objects = new(StringComparer.Ordinal)
    {
        [KubernetesRights.CanaryDeployment] = ["checkout", "checkout-canary", "checkout-internal", "cart", "cart-canary"],
        [KubernetesRights.Deployment] = ["plain"],
        [KubernetesRights.ArgoRollout] = ["search"],
        [KubernetesRights.Flagger] = ["suggest"],
    };

    public static TheoryData<string> Kinds => [.. Objects.Keys];

    public static TheoryData<string> Sets => ValueSet.Names();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RolesOfAKind_AreTheRightsThatTheServiceNames(string kind)
    {
        IEnumerable<RolloutRight> needed = KubernetesRights.All.Where(right => right.Kind == kind).Select(right => right.Right);

        // The one right that cannot be given by name is that of the kind deployment.
        IEnumerable<Rule> given = (await RulesAsync("rollouts-kubernetes")).Where(rule => rule.Names.Length == 0 ? kind == KubernetesRights.Deployment : rule.Names.Any(Objects[kind].Contains));

        Assert.Equal(Shown(needed), Shown(given.Select(rule => new RolloutRight(rule.Verb, rule.Group, rule.Resource, ""))));
    }

    [Fact]
    public async Task Roles_NameEveryObject_WhereANameCanBeGiven()
    {
        Rule[] rules = [.. await RulesAsync("rollouts-kubernetes")];

        Assert.Equal(["replicasets"], rules.Where(rule => rule.Names.Length == 0).Select(rule => rule.Resource));
        Assert.All(rules, rule => Assert.True(rule.Names.Length == 0 || rule.Names.All(Objects.Values.SelectMany(names => names).Contains), rule.ToString()));
        Assert.Equal(["checkout-canary"], rules.Single(rule => rule.Resource == "deployments/scale" && rule.Names.Contains("checkout-canary")).Names);
    }

    [Fact]
    public async Task Roles_AreInTheNamespacesOfTargetsInModeActOnly()
    {
        IReadOnlyList<Manifest> objects = Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet("rollouts-kubernetes")));

        Assert.Equal(["search", "shop"], objects.Where(o => o.Kind == "Role").Select(o => o.Text("metadata", "namespace")).Order(StringComparer.Ordinal));
        Assert.Equal(["search", "shop"], objects.Where(o => o.Kind == "RoleBinding").Select(o => o.Text("metadata", "namespace")).Order(StringComparer.Ordinal));
        YamlNode subject = Yaml.Items(objects.First(o => o.Kind == "RoleBinding").Find("subjects")).Single();
        Assert.Equal((objects.Single(o => o.Kind == "ServiceAccount").Name, "shop"), (Yaml.Text(subject, "name"), Yaml.Text(subject, "namespace")));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Values_GiveNoRights_UnlessATargetInTheClusterIsActedOn(string name)
    {
        IReadOnlyList<Manifest> objects = Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name)));

        Assert.DoesNotContain(objects, o => o.Kind is "ClusterRole" or "ClusterRoleBinding");
        Assert.Equal(name == "rollouts-kubernetes", objects.Any(o => o.Kind is "Role" or "RoleBinding"));
    }

    private static async Task<IEnumerable<Rule>> RulesAsync(string name) => Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name))).Where(o => o.Kind == "Role").SelectMany(role => Yaml.Items(role.Find("rules"))).Select(Rule.Read);

    private static IEnumerable<string> Shown(IEnumerable<RolloutRight> rights) => rights.Select(right => right.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private sealed record Rule(string Verb, string Group, string Resource, string[] Names)
    {
        public static Rule Read(YamlNode rule) =>
            new(One(rule, "verbs"), One(rule, "apiGroups"), One(rule, "resources"), [.. Yaml.Items(Yaml.Find(rule, "resourceNames")).Select(name => name.ToString())]);

        private static string One(YamlNode rule, string key) => Assert.Single(Yaml.Items(Yaml.Find(rule, key))).ToString();
    }
}
