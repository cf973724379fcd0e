using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.ArgoRollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Flagger;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Workloads;
using CanaryJudge.TestKit.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Makes rollouts of the kinds of Kubernetes as a service account that has the listed rights of the kind in one namespace, and no other.</summary>
internal sealed class Kinds : IDisposable
{
    private readonly string _token = Path.GetTempFileName();
    private readonly KubernetesApi _api;
    private readonly IOptions<KubernetesOptions> _options;

    private Kinds(Uri address, string authorityFile, string token, bool steeringOutsideGit, TimeSpan timeout)
    {
        File.WriteAllText(_token, token);
        _options = Options.Create(new KubernetesOptions { Address = address.ToString(), TokenFile = _token, AuthorityFile = authorityFile, SteeringOutsideGit = steeringOutsideGit, Timeout = timeout });
        _api = new KubernetesApi(_options, TimeProvider.System, NullLogger<KubernetesApi>.Instance);
    }

    /// <summary>With the listed rights of a kind.</summary>
    /// <param name="server">The server.</param>
    /// <param name="home">The namespace.</param>
    /// <param name="kind">The kind whose rights are granted.</param>
    /// <param name="at">Where the API is reached instead of at the server itself.</param>
    /// <param name="without">A right that is not granted: patch deployments/scale.</param>
    /// <param name="steeringOutsideGit">As the setting.</param>
    /// <param name="timeoutSeconds">As the setting.</param>
    public static async Task<Kinds> OfAsync(KubernetesServer server, string home, string kind, Uri? at = null, string without = "", bool steeringOutsideGit = false, double timeoutSeconds = 60)
    {
        string token = await server.CreateAccountAsync(home, Rules(kind, without), TestContext.Current.CancellationToken);
        return new Kinds(at ?? server.Address, server.AuthorityFile, token, steeringOutsideGit, TimeSpan.FromSeconds(timeoutSeconds));
    }

    /// <summary>The listed rights of a kind, as the rules of a Role.</summary>
    public static string Rules(string kind, string without = "")
    {
        IEnumerable<string> rules = KubernetesRights.All.Where(r => r.Kind == kind && $"{r.Right.Verb} {r.Right.Resource}" != without)
            .Select(r => $$"""{"apiGroups":["{{r.Right.Group}}"],"resources":["{{r.Right.Resource}}"],"verbs":["{{r.Right.Verb}}"]}""");
        return $"[{string.Join(",", rules)}]";
    }

    /// <summary>As whoever has a token.</summary>
    public static Kinds With(Uri at, string authorityFile, string token, double timeoutSeconds = 60) => new(at, authorityFile, token, steeringOutsideGit: false, TimeSpan.FromSeconds(timeoutSeconds));

    /// <summary>The file of the token gets another one.</summary>
    public void ReplaceToken(string token) => File.WriteAllText(_token, token);

    /// <summary>A rollout with settings such as Namespace=shop.</summary>
    public IRollout Make(string kind, params string[] settings)
    {
        List<string> faults = [];
        return TryMake(kind, faults, settings) ?? throw new InvalidOperationException(string.Join(" ", faults));
    }

    /// <summary>The same; null with faults.</summary>
    public IRollout? TryMake(string kind, List<string> faults, params string[] settings)
    {
        IConfiguration whole = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Settings:{s.Split('=', 2)[0]}", (string?)s.Split('=', 2)[1]))).Build();
        IRolloutKind[] all = [new DeploymentKind(_api, _options), new CanaryDeploymentKind(_api, _options), new ArgoRolloutKind(_api, _options), new FlaggerKind(_api, _options)];
        return all.Single(k => k.Name == kind).Create("checkout", whole.GetSection("Settings"), faults);
    }

    public void Dispose()
    {
        _api.Dispose();
        File.Delete(_token);
    }
}
