using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.TestKit.Kubernetes;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>How the API server is reached, and what keeps the service from starting.</summary>
public sealed class ConnectionTests(Clusters clusters)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AServer_WhoseCertificateIsNotOfTheAuthority_IsNotTrusted()
    {
        KubernetesServer server = await clusters.GetAsync();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-").FullName;
        string other = Path.Combine(folder, "other.crt");
        using (var key = System.Security.Cryptography.ECDsa.Create())
        {
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=other", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllTextAsync(other, certificate.ExportCertificatePem(), Cancel);
        }

        using Kinds kinds = Kinds.With(server.Address, other, server.AdminToken);
        RolloutReading reading = await kinds.Make(KubernetesRights.Deployment, "Namespace=default", "Name=checkout").ObserveAsync(Cancel);

        Assert.Equal(RolloutProblemKind.Unreachable, reading.Problem!.Kind);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AToken_ThatIsReplaced_IsReadAgain()
    {
        KubernetesServer server = await clusters.GetAsync();
        using Kinds kinds = Kinds.With(server.Address, server.AuthorityFile, "not-a-token-of-anybody");
        IRollout rollout = kinds.Make(KubernetesRights.Deployment, "Namespace=default", "Name=checkout");
        RolloutProblem before = (await rollout.ObserveAsync(Cancel)).Problem!;

        kinds.ReplaceToken(server.AdminToken);

        Assert.Equal((RolloutProblemKind.Forbidden, "Deployment default/checkout could not be read: the token was not accepted."), (before.Kind, before.Message));
        long start = Stopwatch.GetTimestamp();
        while ((await rollout.ObserveAsync(Cancel)).Problem!.Kind != RolloutProblemKind.Missing)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }

    [Fact]
    public async Task AnswersThatAreNoObjects_AreUnreadable()
    {
        await using FakePrometheus page = await FakePrometheus.AnswerAsync(System.Net.HttpStatusCode.OK, "<html>sign in</html>");
        using Kinds kinds = Kinds.With(page.Address, "", "token");

        RolloutReading reading = await kinds.Make(KubernetesRights.Deployment, "Namespace=default", "Name=checkout").ObserveAsync(Cancel);

        Assert.Equal(RolloutProblemKind.Unreadable, reading.Problem!.Kind);
    }

    [Fact]
    public async Task AServerThatNeverAnswers_IsUnreachableWithinTheTimeout()
    {
        await using FakePrometheus silent = await FakePrometheus.SilentAsync();
        using Kinds kinds = Kinds.With(silent.Address, "", "token", timeoutSeconds: 0.2);

        RolloutReading reading = await kinds.Make(KubernetesRights.Deployment, "Namespace=default", "Name=checkout").ObserveAsync(Cancel);

        Assert.Equal(RolloutProblemKind.Unreachable, reading.Problem!.Kind);
    }

    [Fact]
    public async Task AService_WithATargetButNoCluster_DoesNotStart()
    {
        SettingsException cause = await Assert.ThrowsAsync<SettingsException>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
                "--Rollouts:Targets:one:Kind=argo-rollout", "--Rollouts:Targets:one:Settings:Namespace=shop", "--Rollouts:Targets:one:Settings:Name=checkout",
                "--Rollouts:Targets:two:Kind=flagger", "--Rollouts:Targets:two:Settings:Namespace=shop", "--Rollouts:Targets:two:Settings:Name=checkout");
        });

        Assert.Contains("Kubernetes:Address is ''", Assert.Single(cause.Message.Split(Environment.NewLine)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddress_WithoutEncryption_IsForThisMachineOnly()
    {
        RunningAnalyzer.NeedsThisProcess();
        OptionsValidationException cause = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Kubernetes:Address=http://10.0.0.1:8080", "--Kubernetes:Timeout=00:10:00");
        });

        Assert.Equal(2, cause.Failures.Count());
    }

    [Theory]
    [InlineData("Baseline=checkout", "Canary=checkout", "it is the baseline too")]
    [InlineData("HttpRoutes:0=checkout", "BaselineService=checkout", "CanaryService is missing")]
    [InlineData("HttpRoutes:0=checkout", "CanaryService=checkout", "it is the Service of the baseline too")]
    [InlineData("Routes=checkout", "CanaryService=checkout", "has no key 'Routes'")]
    public async Task APair_WithWrongSettings_IsRefused(string one, string other, string fault)
    {
        await using FakePrometheus page = await FakePrometheus.EmptyAsync();
        using Kinds kinds = Kinds.With(page.Address, "", "token");
        List<string> faults = [];
        Dictionary<string, string> settings = new() { ["Namespace"] = "shop", ["Baseline"] = "checkout", ["Canary"] = "checkout-canary" };
        if (one.StartsWith("HttpRoutes", StringComparison.Ordinal)) settings["BaselineService"] = "checkout";
        foreach (string setting in new[] { one, other }) settings[setting.Split('=')[0]] = setting.Split('=')[1];

        Assert.Null(kinds.TryMake(KubernetesRights.CanaryDeployment, faults, [.. settings.Select(s => $"{s.Key}={s.Value}")]));

        Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
    }
}
