using System.Globalization;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.Samples.Workload;
using CliWrap.Buffered;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Helm.Tests;

/// <summary>The sample chart whose canary brings its own judge, with the chart as a dependency.</summary>
public sealed class SidecarTests
{
    private static readonly string Sample = Path.Combine(Rendering.Helm.Root, "samples", "kubernetes", "sidecar");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Container_HasNoPortsProbesOrRights_AndListensToItsPodOnly()
    {
        (IReadOnlyList<Manifest> objects, YamlNode pod) = await RenderAsync();
        YamlNode container = Yaml.Items(Yaml.Find(pod, "containers")).Single(c => Yaml.Text(c, "name") == "canaryjudge");

        Assert.All(new[] { "ports", "livenessProbe", "readinessProbe", "startupProbe" }, key => Assert.Null(Yaml.Find(container, key)));
        Assert.DoesNotContain(objects, o => o.Kind is "Role" or "RoleBinding" or "ServiceAccount" or "NetworkPolicy");
        Assert.Equal(("true", "false", "true"), (Yaml.Text(container, "securityContext", "runAsNonRoot"), Yaml.Text(container, "securityContext", "allowPrivilegeEscalation"), Yaml.Text(container, "securityContext", "readOnlyRootFilesystem")));
        using RenderedPod rendered = new(objects, Certificates.Of, pod);
        Assert.Equal(("127.0.0.1", "", ""), (rendered.Environment["CANARYJUDGE_Listen__Address"], rendered.Environment["CANARYJUDGE_Listen__GrpcPort"], rendered.Environment["CANARYJUDGE_Listen__HttpPort"]));
        SettingsTests.Accepts(rendered);
    }

    [Fact]
    public async Task Manifest_IsWhatTheChartRenders()
    {
        string manifest = Path.Combine(Sample, "manifest.yaml");
        string rendered = (await TemplateAsync()).Replace("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: kubectl", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("RENEW_CHART") == "1") await File.WriteAllTextAsync(manifest, rendered, Token);

        Assert.Equal(rendered, await File.ReadAllTextAsync(manifest, Token));
    }

    [Theory]
    [InlineData(Fault.Errors, 4)]
    public async Task Sidecar_RunAsRendered_JudgesARealCanaryThroughItsSocket(Fault fault, int exitCode)
    {
        await using SampleRollout rollout = await SampleRollout.StartAsync(fault, seed: 7, requestsPerSecond: 200, canaryShare: 0.5, TimeProvider.System, Token);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task load = rollout.Load.RunAsync(Timeout.InfiniteTimeSpan, over.Token);
        string targets = "canaryjudge.sources.scrape.pair.targets";
        (IReadOnlyList<Manifest> objects, YamlNode pod) = await RenderAsync(
            "--set", $"{targets}.baseline.address={rollout.Baseline.MetricsAddress},{targets}.canary.address={rollout.Canary.MetricsAddress},canaryjudge.sources.scrape.pair.interval=500ms,canaryjudge.analyses.scrapeDelay=1s",
            "--set-file", "canaryjudge.policies.inline.shop\\.yaml=" + Path.Combine(Rendering.Helm.Root, "samples", "policies", "demo.yaml"));
        using RenderedPod rendered = new(objects, Certificates.Of, pod);
        await using (RunningPod running = await RunningPod.StartAsync(rendered, address: null))
        {
            string socket = rendered.Under("/var/run/canaryjudge/judge.sock");
            Assert.Equal("666", Convert.ToString((int)new FileInfo(socket).UnixFileMode & 0x1FF, 8));

            string id = (await CommandAsync(["start", "--server", "unix://" + socket, "--policy-name", "demo", "--application", "shop", "--target", "shop", "--baseline", "version=v1", "--canary", "version=v2", "--by", "ann", "--quiet"])).StandardOutput.Trim();
            BufferedCommandResult watched = await CommandAsync(["watch", "--server", "unix://" + socket, id, "--exit-code", "--at-most", "5m"]);

            Assert.True(watched.ExitCode == exitCode, string.Create(CultureInfo.InvariantCulture, $"{watched.ExitCode}: {watched.StandardOutput}\n{watched.StandardError}\n{running.Log}"));
            Assert.Equal(0, await running.StopAsync());
        }

        await over.CancelAsync();
        await load;
    }

    private static async Task<BufferedCommandResult> CommandAsync(IEnumerable<string> arguments) =>
        await CliWrap.Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "canaryjudge.dll"), .. arguments]).WithValidation(CliWrap.CommandResultValidation.None).ExecuteBufferedAsync(Token);

    private static async Task<(IReadOnlyList<Manifest> Objects, YamlNode Pod)> RenderAsync(params string[] more)
    {
        IReadOnlyList<Manifest> objects = Manifest.Read(await TemplateAsync(more));
        return (objects, objects.Single(o => o.Kind == "Deployment" && o.Name == "shop-canary").Find("spec", "template", "spec")!);
    }

    // The chart is packed into the sample as a user would have it from a registry.
    private static async Task<string> TemplateAsync(params string[] more)
    {
        string folder = Directory.CreateTempSubdirectory("canaryjudge-sidecar-").FullName;
        try
        {
            string chart = Path.Combine(folder, "chart");
            Directory.CreateDirectory(Path.Combine(chart, "templates"));
            File.Copy(Path.Combine(Sample, "chart", "values.yaml"), Path.Combine(chart, "values.yaml"));
            File.Copy(Path.Combine(Sample, "chart", "templates", "shop.yaml"), Path.Combine(chart, "templates", "shop.yaml"));
            string description = await File.ReadAllTextAsync(Path.Combine(Sample, "chart", "Chart.yaml"), Token);
            await File.WriteAllTextAsync(Path.Combine(chart, "Chart.yaml"), description.Replace("file://../../../../helm/canaryjudge", "file://" + Rendering.Helm.Chart, StringComparison.Ordinal), Token);
            BufferedCommandResult built = await Rendering.Helm.RunAsync(["dependency", "update", chart]);
            Assert.True(built.ExitCode == 0, built.StandardError);
            BufferedCommandResult run = await Rendering.Helm.RunAsync(["template", "shop", chart, "--namespace", "shop", "--kube-version", ValueSet.DefaultKubeVersion, .. more]);
            Assert.True(run.ExitCode == 0, run.StandardError);
            return run.StandardOutput;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
