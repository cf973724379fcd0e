using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit.Kubernetes;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests;

/// <summary>What the chart renders is taken by a real API server, and is installed, upgraded, rolled back and removed by helm.</summary>
public sealed partial class ClusterTests(Cluster cluster)
{
    // Prometheus' operator is not part of the server: these are checked by their shape.
    private static readonly string[] Elsewhere = ["ServiceMonitor", "PodMonitor", "PrometheusRule"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Sets => ValueSet.Names();

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task EveryObject_IsTakenByTheApiServer(string name)
    {
        KubernetesServer server = await cluster.ServerAsync();
        BufferedCommandResult rendered = await Rendering.Helm.RunAsync(["template", "judge", Rendering.Helm.Chart, "--namespace", "shop", "--kube-version", "1.20.2", "--values", new ValueSet(name).Path]);
        Assert.True(rendered.ExitCode == 0, rendered.StandardError);
        string[] documents = [.. rendered.StandardOutput.Split("\n---\n").Where(document => !Elsewhere.Any(kind => document.Contains("kind: " + kind, StringComparison.Ordinal)))];

        foreach (IGrouping<string, string> inNamespace in documents.GroupBy(document => OwnNamespace().Match(document) is { Success: true } own ? own.Groups["name"].Value : "shop", StringComparer.Ordinal))
        {
            await TakenAsync(server, inNamespace.Key, [.. inNamespace]);
        }
    }

    private static async Task TakenAsync(KubernetesServer server, string inNamespace, string[] documents)
    {
        BufferedCommandResult applied = await CliWrap.Cli.Wrap(KubernetesServer.Kubectl!).WithArguments(["--kubeconfig", server.KubeconfigFile, "--namespace", inNamespace, "apply", "--dry-run=server", "--filename", "-"])
            .WithStandardInputPipe(PipeSource.FromString(string.Join("\n---\n", documents))).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.True(applied.ExitCode == 0, applied.StandardError);
        Assert.Equal(documents.Count(document => document.Contains("\nkind: ", StringComparison.Ordinal)), applied.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("postgres-two-replicas", "PodDisruptionBudget", "policy/v1")]
    [InlineData("kubernetes-1.20", "PodDisruptionBudget", "policy/v1beta1")]
    [InlineData("service-monitor", "ServiceMonitor", "monitoring.coreos.com/v1")]
    [InlineData("pod-monitor", "PodMonitor", "monitoring.coreos.com/v1")]
    public async Task ObjectOfANewerOrFurtherApi_HasItsVersion(string name, string kind, string version)
    {
        Manifest found = Assert.Single(Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name))), o => o.Kind == kind);

        Assert.Equal(version, found.ApiVersion);
        Assert.NotEmpty(Yaml.Pairs(found.Find("spec", "selector", "matchLabels")));
        if (kind == "ServiceMonitor") Assert.Equal("metrics", Yaml.Text(Yaml.Items(found.Find("spec", "endpoints")).Single(), "port"));
        if (kind == "PodMonitor") Assert.Equal("metrics", Yaml.Text(Yaml.Items(found.Find("spec", "podMetricsEndpoints")).Single(), "port"));
        if (kind == "PodDisruptionBudget") Assert.Equal("1", found.Text("spec", "maxUnavailable"));
    }

    [Theory]
    [InlineData("kubernetes-1.20", null)]
    [InlineData("kubernetes-1.23", null)]
    [InlineData("kubernetes-1.24", "8080")]
    [InlineData("token-authority", "8080")]
    [InlineData("client-certificates", null)]
    public async Task Probes_AreByGrpc_WhereKubernetesHasThemAndThePortIsNotEncrypted(string name, string? port)
    {
        Manifest deployment = Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name))).Single(o => o.Kind == "Deployment");
        var container = Yaml.Items(deployment.Find("spec", "template", "spec", "containers")).Single();

        foreach ((string probe, string service, string path) in new[] { ("startupProbe", "liveness", "/healthz"), ("livenessProbe", "liveness", "/healthz"), ("readinessProbe", "canaryjudge.v1.AnalysisService", "/readyz") })
        {
            Assert.Equal(port, Yaml.Text(container, probe, "grpc", "port"));
            Assert.Equal(port is null ? null : service, Yaml.Text(container, probe, "grpc", "service"));
            Assert.Equal(port is null ? path : null, Yaml.Text(container, probe, "httpGet", "path"));
        }
    }

    [Fact]
    public async Task Package_IsInstalled_Upgraded_RolledBack_AndRemoved()
    {
        KubernetesServer server = await cluster.ServerAsync();
        string inNamespace = await server.CreateNamespaceAsync(Token);
        string folder = Directory.CreateTempSubdirectory("canaryjudge-package-").FullName;
        using ChartCopy chart = await ChartCopy.MakeAsync(Token);
        await using PodStarter pods = server.KeepPodsReady(inNamespace);
        async Task<string> HelmAsync(params string[] arguments)
        {
            BufferedCommandResult run = await Rendering.Helm.RunAsync([.. arguments, "--namespace", inNamespace], kubeconfig: server.KubeconfigFile);
            Assert.True(run.ExitCode == 0, $"helm {string.Join(' ', arguments)}: {run.StandardError}");
            return run.StandardOutput;
        }

        await HelmAsync("package", chart.Folder, "--destination", folder);
        string package = Assert.Single(Directory.EnumerateFiles(folder, "*.tgz"));
        string deployment = KubernetesObjects.Deployment(inNamespace, "judge-canaryjudge");

        string notes = await HelmAsync("install", "judge", package, "--values", new ValueSet("postgres-two-replicas").Path, "--wait=hookOnly");
        JsonObject installed = await server.Objects.WaitForAsync(deployment, IsAvailable(2), Token);
        await HelmAsync("upgrade", "judge", package, "--values", new ValueSet("postgres-connection-string").Path, "--wait=hookOnly");
        await server.Objects.WaitForAsync(deployment, IsAvailable(3), Token);
        JsonObject budget = await server.Objects.GetAsync($"apis/policy/v1beta1/namespaces/{inNamespace}/poddisruptionbudgets/judge-canaryjudge", Token);
        await HelmAsync("rollback", "judge", "1", "--wait=hookOnly");
        JsonObject rolledBack = await server.Objects.WaitForAsync(deployment, IsAvailable(2), Token);
        await HelmAsync("uninstall", "judge", "--wait=hookOnly");

        Assert.Contains($"kubectl --namespace {inNamespace} rollout status deployment/judge-canaryjudge", notes, StringComparison.Ordinal);
        Assert.Contains("canaryjudge start --server http://localhost:8080 --token-file TOKEN --policy checkout.yaml", notes, StringComparison.Ordinal);
        Assert.Contains("There is no source of metrics yet", notes, StringComparison.Ordinal);
        Assert.Equal(1, (int)budget["spec"]!["maxUnavailable"]!);
        Assert.Equal(Template(installed), Template(rolledBack));
        Assert.Null(await server.Objects.FindAsync(deployment, Token));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Claim_OutlivesAChangeOfTheStoreAndTheRelease_AndIsTakenUpAgain()
    {
        KubernetesServer server = await cluster.ServerAsync();
        string inNamespace = await server.CreateNamespaceAsync(Token);
        await using PodStarter pods = server.KeepPodsReady(inNamespace);
        string claim = $"api/v1/namespaces/{inNamespace}/persistentvolumeclaims/judge-canaryjudge";
        using ChartCopy chart = await ChartCopy.MakeAsync(Token);
        async Task HelmAsync(string values, params string[] more)
        {
            BufferedCommandResult run = await Rendering.Helm.RunAsync(["upgrade", "--install", "judge", chart.Folder, "--values", new ValueSet(values).Path, "--namespace", inNamespace, "--wait=hookOnly", .. more], kubeconfig: server.KubeconfigFile);
            Assert.True(run.ExitCode == 0, run.StandardError);
        }

        await HelmAsync("token-authority");
        string made = (string)(await server.Objects.GetAsync(claim, Token))["metadata"]!["uid"]!;
        await HelmAsync("postgres-two-replicas");
        await HelmAsync("token-authority", "--take-ownership");

        Assert.Equal(made, (string?)(await server.Objects.GetAsync(claim, Token))["metadata"]!["uid"]);
        Assert.Equal("Recreate", (string?)(await server.Objects.GetAsync(KubernetesObjects.Deployment(inNamespace, "judge-canaryjudge"), Token))["spec"]!["strategy"]!["type"]);
    }

    [GeneratedRegex(@"^  namespace: (?<name>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnNamespace();

    // A patch may leave variables and volumes in another order.
    private static string Template(JsonObject deployment)
    {
        JsonNode template = deployment["spec"]!["template"]!.DeepClone();
        foreach (string list in new[] { "env", "volumeMounts" }) Sort(template["spec"]!["containers"]![0]!.AsObject(), list);
        Sort(template["spec"]!.AsObject(), "volumes");
        return template.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    private static void Sort(JsonObject owner, string list) =>
        owner[list] = new JsonArray([.. owner[list]!.AsArray().Select(item => item!.DeepClone()).OrderBy(item => item["name"]!.GetValue<string>(), StringComparer.Ordinal)]);

    private static Func<JsonObject, bool> IsAvailable(int replicas) => deployment =>
        (int)deployment["spec"]!["replicas"]! == replicas && (long?)deployment["status"]?["observedGeneration"] == (long)deployment["metadata"]!["generation"]!
        && (int?)deployment["status"]!["availableReplicas"] == replicas && (int?)deployment["status"]!["updatedReplicas"] == replicas;
}
