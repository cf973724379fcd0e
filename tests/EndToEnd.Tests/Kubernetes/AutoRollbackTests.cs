using System.Diagnostics;
using System.Text.Json.Nodes;
using CanaryJudge.EndToEnd.Tests.Analyzer;
using CanaryJudge.EndToEnd.Tests.Cli;
using CanaryJudge.Samples.Workload;
using CanaryJudge.TestKit;
using CanaryJudge.TestKit.Kubernetes;

namespace CanaryJudge.EndToEnd.Tests.Kubernetes;

/// <summary>
/// A canary with half a percentage point more errors is found and rolled back by itself: a real workload under real requests, a real Prometheus, the service as a process with the rights of
/// a Role, a real API server. The gateway is played: it follows the route's weights.
/// </summary>
public sealed class AutoRollbackTests
{
    private const string Target = "shop/checkout";

    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: auto-rollback}
        spec:
          interval: 4s
          warmup: 1
          horizon: 150
          history: 0
          metrics:
            - name: error_rate
              kind: ratio
              bad: http_requests_total{code=~"5.."}
              total: http_requests_total
              margin: 0.1pp
              critical: true
        """;

    private const string Role = """
        [{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get"]},
         {"apiGroups":["apps"],"resources":["deployments/scale"],"verbs":["patch"]},
         {"apiGroups":["gateway.networking.k8s.io"],"resources":["httproutes"],"verbs":["get","patch"]}]
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HalfAPointOfErrors_IsRolledBack_AndTheTrafficIsSeenToReturn()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        Assert.SkipUnless(KubernetesServer.IsInstalled, KubernetesServer.MissingReason);
        await using KubernetesServer cluster = await KubernetesServer.StartAsync(Cancel);
        string home = await cluster.CreateNamespaceAsync(Cancel);
        await using PodStarter pods = cluster.KeepPodsReady(home);
        await DeployAsync(cluster, home);
        await using WorkloadInstance baseline = await WorkloadInstance.StartAsync(Instance("v1", Fault.None), TimeProvider.System, Cancel);
        await using WorkloadInstance canary = await WorkloadInstance.StartAsync(Instance("v2", Fault.Errors), TimeProvider.System, Cancel);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new PrometheusServerOptions { ScrapeTargets = [baseline.Address.Authority, canary.Address.Authority] }, Cancel);
        await using AnalyzerProcess service = await AnalyzerProcess.StartAsync([.. await SettingsAsync(cluster, home), "--Sources:Prometheus:main:Address=" + prometheus.BaseAddress, "--Analyses:ScrapeDelay=00:00:02", "--Rollouts:Poll=00:00:00.2"]);

        long fault = Stopwatch.GetTimestamp();
        await using WeightedGateway gateway = new(cluster.Objects, Route(home), baseline, canary, requestsPerSecond: 400);
        CliResult started = await CliProcess.RunWithAsync(
            Policy, "start", "--policy", "-", "--application", "sample", "--target", Target, "--baseline", "version=v1", "--canary", "version=v2", "--quiet", "--server", service.GrpcAddress);
        Assert.Equal((0, ""), (started.Code, started.Error));
        CliResult end = await CliProcess.RunAsync("watch", started.Out.Trim(), "--exit-code", "--at-most", "10m", "--server", service.GrpcAddress);
        TimeSpan over = Stopwatch.GetElapsedTime(fault);

        Assert.True(end.Code == 4, $"exit {end.Code}\n{end.Out}\n{end.Error}\n{service.Log}");
        JsonNode weights = (await cluster.Objects.GetAsync(Route(home), Cancel))["spec"]!["rules"]![0]!["backendRefs"]!;
        Assert.Equal((100, 0), ((int)weights[0]!["weight"]!, (int)weights[1]!["weight"]!));
        JsonObject gone = await cluster.Objects.GetAsync(KubernetesObjects.Deployment(home, "checkout-canary"), Cancel);
        Assert.Equal((0, 0), ((int)gone["spec"]!["replicas"]!, (int?)gone["status"]?["replicas"] ?? 0));
        await WaitForRequestsAsync(gateway, 200);
        long canaryRequests = gateway.ToCanary;
        await WaitForRequestsAsync(gateway, 400);
        Assert.Equal(canaryRequests, gateway.ToCanary);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"+0.5 percentage points of errors: the canary's last request {Stopwatch.GetElapsedTime(fault, gateway.LastCanary).TotalSeconds:0.0} s after its first one ({canaryRequests} requests), "
            + $"the rollback seen and over at {over.TotalSeconds:0.0} s");
    }

    private static WorkloadOptions Instance(string version, Fault fault) => new()
    {
        Version = version, Fault = fault, Seed = version == "v1" ? 1UL : 2UL, ErrorRate = 0.001, AddedErrorRate = 0.005, MedianMilliseconds = 1, SharedResidentBytes = 0,
    };

    private static string Route(string home) => $"apis/gateway.networking.k8s.io/v1/namespaces/{home}/httproutes/checkout";

    private static async Task<string[]> SettingsAsync(KubernetesServer cluster, string home)
    {
        string settings = $"--Rollouts:Targets:{Target}:Settings:";
        return
        [
            "--Kubernetes:Address=" + cluster.Address, "--Kubernetes:TokenFile=" + await cluster.CreateAccountFileAsync(home, Role, Cancel), "--Kubernetes:AuthorityFile=" + cluster.AuthorityFile,
            $"--Rollouts:Targets:{Target}:Kind=canary-deployment", $"--Rollouts:Targets:{Target}:Mode=Act",
            settings + "Namespace=" + home, settings + "Baseline=checkout", settings + "Canary=checkout-canary",
            settings + "HttpRoutes:0=checkout", settings + "BaselineService=checkout", settings + "CanaryService=checkout-canary",
        ];
    }

    private static async Task DeployAsync(KubernetesServer cluster, string home)
    {
        foreach ((string name, string track, string version) in new[] { ("checkout", "stable", "v1"), ("checkout-canary", "canary", "v2") })
        {
            await cluster.Objects.CreateAsync($"apis/apps/v1/namespaces/{home}/deployments", $"""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: {name}
                spec:
                  replicas: 2
                  selector:
                    matchLabels:
                      track: {track}
                  template:
                    metadata:
                      labels:
                        track: {track}
                    spec:
                      containers:
                        - name: app
                          image: registry.test/checkout:{version}
                """, Cancel);
            await cluster.Objects.WaitForAsync(KubernetesObjects.Deployment(home, name), d => (int?)d["status"]?["availableReplicas"] == 2, Cancel);
        }

        await cluster.Objects.CreateAsync(Route(home)[..Route(home).LastIndexOf('/')], """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"checkout"},
             "spec":{"rules":[{"backendRefs":[{"name":"checkout","port":80,"weight":50},{"name":"checkout-canary","port":80,"weight":50}]}]}}
            """, Cancel);
    }

    private static async Task WaitForRequestsAsync(WeightedGateway gateway, long more)
    {
        long from = gateway.ToBaseline, start = Stopwatch.GetTimestamp();
        while (gateway.ToBaseline < from + more)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "The baseline has no traffic.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }
}
