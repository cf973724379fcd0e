using System.Text.RegularExpressions;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit.Kubernetes;
using CliWrap;
using CliWrap.Buffered;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The sample on Kubernetes: taken by a real API server, kept by Argo CD or Flux from paths that are there, and judged with values that the chart and the service take.</summary>
public sealed partial class SampleTests(Cluster cluster)
{
    private static readonly string Folder = Path.Combine(Rendering.Helm.Root, "samples", "kubernetes");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("base")]
    [InlineData("argo-cd")]
    [InlineData("flux")]
    public async Task Kustomization_IsWhole_AndItsObjectsOfKubernetesAreTakenByTheApiServer(string name)
    {
        KubernetesServer server = await cluster.ServerAsync();
        BufferedCommandResult built = await KubectlAsync(server, "kustomize", Path.Combine(Folder, name));
        Assert.True(built.ExitCode == 0, built.StandardError);
        Assert.NotEmpty(Manifest.Read(built.StandardOutput));
        if (name != "base") return; // Argo CD's and Flux' own resources are not the server's

        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-sample-").FullName, "base.yaml");
        await File.WriteAllTextAsync(file, built.StandardOutput, Token);
        BufferedCommandResult applied = await KubectlAsync(server, "apply", "--dry-run=server", "--filename", file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.True(applied.ExitCode == 0, applied.StandardError);
        Assert.Equal(Manifest.Read(built.StandardOutput).Count, applied.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void GitOps_NamesOnlyPathsThatAreThere()
    {
        string[] files = ["argo-cd/applications.yaml", "flux/shop.yaml"];
        string[] named = [.. files.SelectMany(file => Named().Matches(File.ReadAllText(Path.Combine(Folder, file)))).Select(match => match.Groups["path"].Value)];

        Assert.True(named.Length >= 6);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Rendering.Helm.Root, path)), path));
    }

    [Fact]
    public async Task JudgeValues_AreTakenByTheChartAndTheService_AndNameThePoliciesOfTheBase()
    {
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["template", "canaryjudge", Rendering.Helm.Chart, "--namespace", "shop", "--values", Path.Combine(Folder, "judge-values.yaml")]);
        Assert.True(run.ExitCode == 0, run.StandardError);
        using RenderedPod pod = new(Manifest.Read(run.StandardOutput), Certificates.Of);

        SettingsTests.Accepts(pod);
        Assert.Contains("name: shop-policies", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("name: shop-policies", await File.ReadAllTextAsync(Path.Combine(Folder, "base", "kustomization.yaml"), Token), StringComparison.Ordinal);
        Assert.Empty(Judging.Policies.PolicyParser.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "base", "policies", "shop.yaml"), Token)).Violations);
    }

    [Theory]
    [InlineData("github-actions.yaml")]
    [InlineData("gitlab-ci.yaml")]
    [InlineData("tekton.yaml")]
    public void Pipeline_IsYaml_AndRunsTheStep(string name)
    {
        string text = File.ReadAllText(Path.Combine(Rendering.Helm.Root, "samples", "pipelines", name));
        YamlStream documents = [];
        documents.Load(new StringReader(text));

        Assert.NotEmpty(documents.Documents);
        Assert.Contains("samples/pipelines/judge.sh", text, StringComparison.Ordinal);
    }

    private static async Task<BufferedCommandResult> KubectlAsync(KubernetesServer server, params string[] arguments) =>
        await CliWrap.Cli.Wrap(KubernetesServer.Kubectl!).WithArguments(["--kubeconfig", server.KubeconfigFile, .. arguments]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

    [GeneratedRegex(@"(path: (\./)?|chart: \./|\$values/|[\[ ]\./)(?<path>(samples|helm)/[a-z0-9/.-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
