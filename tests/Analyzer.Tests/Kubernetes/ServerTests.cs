using System.Net;
using System.Text.Json.Nodes;
using CanaryJudge.TestKit.Kubernetes;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>The Kubernetes that the other tests stand on does what they take for granted.</summary>
public sealed class ServerTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADeployment_WithPodsThatStart_BecomesAvailable()
    {
        KubernetesServer server = await clusters.GetAsync();
        string home = await server.CreateNamespaceAsync(Cancel);
        await using PodStarter pods = server.KeepPodsReady(home);
        await server.Objects.CreateAsync($"apis/apps/v1/namespaces/{home}/deployments", Manifests.Deployment("checkout", "v1", replicas: 3), Cancel);

        JsonObject ready = await server.Objects.WaitForAsync(KubernetesObjects.Deployment(home, "checkout"), d => (int?)d["status"]?["availableReplicas"] == 3, Cancel);

        Assert.Equal("1", (string?)ready["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]);
    }

    [Theory]
    [InlineData("apis/argoproj.io/v1alpha1/namespaces/default/rollouts")]
    [InlineData("apis/flagger.app/v1beta1/namespaces/default/canaries")]
    [InlineData("apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes")]
    [InlineData("apis/networking.istio.io/v1/namespaces/default/virtualservices")]
    public async Task CustomResources_OfOthers_AreServed(string list)
    {
        KubernetesServer server = await clusters.GetAsync();

        Assert.Empty(await server.Objects.ListAsync(list, Cancel));
    }

    [Fact]
    public async Task AnAccount_WithARole_MayDoThatAndNoMore()
    {
        KubernetesServer server = await clusters.GetAsync();
        string home = await server.CreateNamespaceAsync(Cancel);
        string token = await server.CreateAccountAsync(home, """[{"apiGroups":["apps"],"resources":["deployments"],"verbs":["list"]}]""", Cancel);
        using HttpClient client = server.CreateClient(token);

        using HttpResponseMessage may = await client.GetAsync(new Uri($"apis/apps/v1/namespaces/{home}/deployments", UriKind.Relative), Cancel);
        using HttpResponseMessage mayNot = await client.GetAsync(new Uri($"apis/apps/v1/namespaces/{home}/replicasets", UriKind.Relative), Cancel);
        using HttpResponseMessage elsewhere = await client.GetAsync(new Uri("apis/apps/v1/namespaces/default/deployments", UriKind.Relative), Cancel);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], [may.StatusCode, mayNot.StatusCode, elsewhere.StatusCode]);
    }

    [Fact]
    public async Task Kubectl_WithTheKubeconfig_IsTheAdministrator()
    {
        KubernetesServer server = await clusters.GetAsync();
        Assert.SkipUnless(KubernetesServer.Kubectl is not null, "kubectl is not there: eng/kubernetes.sh fetches it");

        BufferedCommandResult said = await Cli.Wrap(KubernetesServer.Kubectl!).WithArguments(["--kubeconfig", server.KubeconfigFile, "auth", "can-i", "*", "*"]).ExecuteBufferedAsync(Cancel);

        Assert.Equal("yes", said.StandardOutput.Trim());
    }
}
