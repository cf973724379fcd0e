using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit.Kubernetes;
using CliWrap;
using CliWrap.Buffered;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The rendered Roles hold what the service says that it needs, verb for verb, on named objects, and nothing else.</summary>
public sealed class RightsTests(Cluster cluster)
{
    // Which objects of the value set rollouts-kubernetes belong to which kind.
    private static readonly Dictionary<string, string[]> Objects = new(StringComparer.Ordinal)
    {
        [KubernetesRights.CanaryDeployment] = ["checkout", "checkout-canary", "checkout-internal", "cart", "cart-canary"],
        [KubernetesRights.Deployment] = ["plain"],
        [KubernetesRights.ArgoRollout] = ["search"],
        [KubernetesRights.Flagger] = ["suggest"],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task Account_MayDoWhatTheServiceNeeds_ToItsObjects_AndNothingElse()
    {
        KubernetesServer server = await cluster.ServerAsync();
        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-rights-").FullName, "rights.yaml");
        string[] documents = (await Rendering.Helm.TemplateAsync(new ValueSet("rollouts-kubernetes"))).Split("\n---\n");
        await File.WriteAllTextAsync(file, string.Join("\n---\n", documents.Where(document => document.Contains("\nkind: Role", StringComparison.Ordinal))), Token);
        BufferedCommandResult applied = await CliWrap.Cli.Wrap(KubernetesServer.Kubectl!).WithArguments(["--kubeconfig", server.KubeconfigFile, "apply", "--filename", file]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);
        Assert.True(applied.ExitCode == 0, applied.StandardError);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        foreach ((string kind, string inNamespace, string[] objects) in new[]
        {
            (KubernetesRights.Deployment, "shop", ["plain"]), (KubernetesRights.CanaryDeployment, "shop", ["checkout", "checkout-canary"]),
            (KubernetesRights.CanaryDeployment, "shop", ["cart", "cart-canary"]), (KubernetesRights.ArgoRollout, "search", ["search"]), (KubernetesRights.Flagger, "search", new[] { "suggest" }),
        })
        {
            bool hasRoutes = objects[0] == "checkout", hasMesh = objects[0] == "cart";
            foreach (RolloutRight right in KubernetesRights.All.Where(needed => needed.Kind == kind).Select(needed => needed.Right).Where(right => right.Resource switch { "httproutes" => hasRoutes, "virtualservices" => hasMesh, _ => true }))
            {
                string target = right.Resource == "deployments/scale" ? objects[^1] : objects[0];
                Assert.True(await MayAsync(server, right, inNamespace, target), $"{right} {inNamespace}/{target}");
                Assert.False(await MayAsync(server, right, "kube-system", target), $"{right} kube-system/{target}");
                Assert.False(await MayAsync(server, right with { Verb = "delete" }, inNamespace, target), $"delete {right}");
                if (right.Verb != "list") Assert.False(await MayAsync(server, right, inNamespace, "another"), $"{right} {inNamespace}/another");
            }
        }
    }

    private static async Task<bool> MayAsync(KubernetesServer server, RolloutRight right, string inNamespace, string name)
    {
        string[] resource = right.Resource.Split('/');
        string named = right.Verb == "list" ? "" : name;
        JsonObject review = await server.Objects.CreateAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", $$$"""
            {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {"user": "system:serviceaccount:shop:judge-canaryjudge", "resourceAttributes":
             {"namespace": "{{{inNamespace}}}", "verb": "{{{right.Verb}}}", "group": "{{{right.Group}}}", "resource": "{{{resource[0]}}}", "subresource": "{{{(resource.Length > 1 ? resource[1] : "")}}}", "name": "{{{named}}}"}}
            }
            """, Token);
        return (bool)review["status"]!["allowed"]!;
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
