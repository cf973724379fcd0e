using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests.Image;

/// <summary>The image: the same layers from the same sources, one user, nothing to write to, and started with what the chart renders.</summary>
public sealed class ImageTests(BuiltImage image)
{
    private const int Analyses = 200;
    private const string Address = "127.0.0.4";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoBuilds_HaveTheSameLayers()
    {
        JsonElement first = await image.ManifestAsync();

        JsonElement second = await image.AgainAsync();

        Assert.Equal(Digests(first), Digests(second));
    }

    [Fact]
    public async Task Image_HasOneUser_AndNothingThatItCouldChange()
    {
        JsonElement configuration = (await image.ConfigurationAsync()).GetProperty("config");

        Assert.Equal("64198:64198", configuration.GetProperty("User").GetString());
        Assert.Equal(["/app/CanaryJudge.Analyzer"], configuration.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()));
        Assert.True(configuration.GetProperty("Labels").TryGetProperty("org.opencontainers.image.revision", out _));
        Assert.False(File.Exists(Path.Combine(image.Root, "bin", "sh")) || File.Exists(Path.Combine(image.Root, "usr", "bin", "sh")));
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        IEnumerable<string> writable = Directory.EnumerateFileSystemEntries(image.Root, "*", all)
            .Where(path => (new FileInfo(path).UnixFileMode & (UnixFileMode.OtherWrite | UnixFileMode.SetUser | UnixFileMode.SetGroup)) != UnixFileMode.None).Select(path => path[image.Root.Length..]).Where(path => path != "/tmp");
        Assert.Empty(writable);
    }

    [Fact]
    public async Task BillOfMaterials_NamesThePackagesOfNuGetAndOfDebian()
    {
        await image.ManifestAsync();
        JsonElement bill = JsonDocument.Parse(await File.ReadAllTextAsync(image.BillOfMaterials, Token)).RootElement;

        string[] names = [.. bill.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("purl").GetString()!)];

        Assert.Contains(names, name => name.StartsWith("pkg:nuget/Npgsql@", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("pkg:nuget/System.CommandLine@", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("pkg:nuget/Microsoft.AspNetCore.App.Runtime.linux-x64@10.", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("pkg:deb/debian/libssl3@", StringComparison.Ordinal));
        Assert.Equal("CycloneDX", bill.GetProperty("bomFormat").GetString());
    }

    [Fact]
    public async Task Image_RunAsTheChartRendersIt_AnswersTheProbes_AndStaysWithinItsMemory()
    {
        string[] variables = [.. (await image.ConfigurationAsync()).GetProperty("config").GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()!)];
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.StepMillis = 5000;
        int[] ports = FreePorts.Some(3, Address);
        (IReadOnlyList<Manifest> objects, long limit) = await RenderAsync(metrics.Address, ports);
        using RenderedPod pod = new(objects, Certificates.Of, isMounted: true);
        using HttpClient calls = new() { BaseAddress = new Uri($"http://{Address}:{ports[1]}/"), Timeout = TimeSpan.FromMinutes(1) };
        long started = Stopwatch.GetTimestamp();
        await using ImageProcess running = ImageProcess.Start(image.Root, variables, pod, Address);
        await running.WaitUntilReadyAsync(calls, new Uri(calls.BaseAddress, "readyz"));
        TimeSpan ready = Stopwatch.GetElapsedTime(started);

        Assert.Equal("64198", await running.UserAsync());
        Assert.Equal("0000000002-0801", await HealthAsync(ports[0], "liveness"));
        Assert.Equal("0000000002-0801", await HealthAsync(ports[0], "canaryjudge.v1.AnalysisService"));
        Assert.True(File.Exists(pod.Under("/var/lib/canaryjudge/canaryjudge.db")));
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Token);
        long idle = await running.MemoryAsync("VmRSS");
        for (int number = 0; number < Analyses; number++) await StartAsync(calls, number);
        await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        long most = await running.MemoryAsync("VmHWM");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready after {ready.TotalSeconds:0.00} s; {idle} MiB idle; {most} MiB at most with {Analyses} analyses of 2 metrics every 10 s for a minute"));

        Assert.InRange(most, 1, limit);
        Assert.Equal(0, await running.StopAsync());
        Assert.DoesNotContain("\"@l\":\"Error\"", running.Log, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Digests(JsonElement manifest) => manifest.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!);

    // grpc.health.v1.Health/Check as a probe asks it: a frame with field 1, the service; the answer's field 1 is 1, serving.
    private static async Task<string> HealthAsync(int port, string service)
    {
        byte[] name = Encoding.ASCII.GetBytes(service);
        using ByteArrayContent body = new([0, 0, 0, 0, (byte)(name.Length + 2), 0x0a, (byte)name.Length, .. name]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://{Address}:{port}/grpc.health.v1.Health/Check") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using HttpClient client = new() { Timeout = TimeSpan.FromMinutes(1) };
        using HttpResponseMessage answer = await client.SendAsync(request, Token);
        byte[] frame = await answer.Content.ReadAsByteArrayAsync(Token);
        return frame.Length < 5 ? answer.ToString() : $"{Convert.ToHexString(frame[..5])}-{Convert.ToHexString(frame[5..])}";
    }

    private static async Task StartAsync(HttpClient calls, int number)
    {
        string request = $$$"""
            {"application": "shop", "target": "shop/{{{number}}}", "policy": {"name": "load"}, "by": "ann",
             "baseline": {"matchers": [{"label": "version", "operator": "MATCH_OPERATOR_EQUAL", "value": "v1"}, {"label": "service", "operator": "MATCH_OPERATOR_EQUAL", "value": "s{{{number}}}"}]},
             "canary": {"matchers": [{"label": "version", "operator": "MATCH_OPERATOR_EQUAL", "value": "v2"}, {"label": "service", "operator": "MATCH_OPERATOR_EQUAL", "value": "s{{{number}}}"}]}}
            """;
        using StringContent body = new(request, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await calls.PostAsync(new Uri("v1/analyses", UriKind.Relative), body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task<(IReadOnlyList<Manifest> Objects, long LimitMegabytes)> RenderAsync(Uri metrics, int[] ports)
    {
        string policy = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-policy-").FullName, "load.yaml");
        await File.WriteAllTextAsync(
            policy,
            """
            apiVersion: canaryjudge.io/v1
            kind: CanaryPolicy
            metadata: {name: load}
            spec:
              interval: 10s
              warmup: 1
              history: 5
              horizon: 1000
              metrics:
                - {name: error_rate, kind: ratio, bad: 'http_requests_total{code=~"5.."}', total: http_requests_total, margin: 0.0001pp, critical: true}
                - {name: latency, kind: series, query: 'avg(latency_seconds{$scope})', margin: 7%}
            """,
            Token);
        BufferedCommandResult run = await Rendering.Helm.RunAsync(
        [
            "template", "judge", Rendering.Helm.Chart, "--namespace", "shop",
            "--set", $"signIn.dangerouslyTrustNetwork=true,listen.grpcPort={ports[0]},listen.httpPort={ports[1]},telemetry.metricsPort={ports[2]},sources.prometheus.main.address={metrics.AbsoluteUri.TrimEnd('/')},limits.callsPerSecond=1000",
            "--set-file", "policies.inline.load\\.yaml=" + policy,
        ]);
        Directory.Delete(Path.GetDirectoryName(policy)!, recursive: true);
        Assert.True(run.ExitCode == 0, run.StandardError);
        IReadOnlyList<Manifest> objects = Manifest.Read(run.StandardOutput);
        var container = Yaml.Items(objects.Single(o => o.Kind == "Deployment").Find("spec", "template", "spec", "containers")).Single();
        string limit = Yaml.Text(container, "resources", "limits", "memory")!;
        Assert.EndsWith("Mi", limit, StringComparison.Ordinal);
        return (objects, long.Parse(limit[..^2], CultureInfo.InvariantCulture));
    }
}
