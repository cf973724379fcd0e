using System.Text.Json;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Hooks;
using CanaryJudge.Analyzer.Listening;
using CanaryJudge.Analyzer.Policies;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.SignIn;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Helm.Tests.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Helm.Tests;

/// <summary>What the chart says is what the service takes: every rendered environment passes the service's own checks, and every setting of the service has a value in the chart.</summary>
public sealed class SettingsTests
{
    // Settings that the chart decides itself.
    private static readonly string[] Decided =
    [
        "Listen:Address", "Listen:UnixSocket", "Listen:UnixSocketMode", "Listen:CertificateFile", "Listen:KeyFile", "SignIn:Token:KeysFile", "SignIn:Certificate:AuthorityFile", "Policies:Directory", "Store:File",
        "Store:Postgres", "Store:PostgresPasswordFile", "Kubernetes:Address", "Kubernetes:TokenFile", "Kubernetes:AuthorityFile", "Hooks:SecretFile",
    ];

    public static TheoryData<string> Sets => ValueSet.Names();

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task RenderedEnvironment_PassesTheServicesOwnChecks(string name)
    {
        IReadOnlyList<Manifest> objects = Manifest.Read(await Rendering.Helm.TemplateAsync(new ValueSet(name)));
        if (objects.All(o => o.Kind != "Deployment")) return; // a sidecar's pod is its user's: SidecarTests
        using RenderedPod pod = new(objects, Certificates.Of);

        Accepts(pod);
    }

    /// <summary>Has the service check a pod's settings as it does when it starts.</summary>
    internal static void Accepts(RenderedPod pod)
    {
        pod.Inject(Certificates.OfFile);
        // What every pod finds of its cluster.
        string[] cluster = pod.Arguments.Any(argument => argument.Contains(":Settings:Namespace=", StringComparison.Ordinal)) ? ["--Kubernetes:Address=https://127.0.0.1:1"] : [];
        using WebApplication service = Analyzer.Program.Build([.. pod.Settings, .. cluster]);
        Check<ListenOptions>(service);
        Check<SignInOptions>(service);
        Check<LimitOptions>(service);
        Check<HeldPolicyOptions>(service);
        Check<SourceOptions>(service);
        Check<AnalysisOptions>(service);
        Check<StoreOptions>(service);
        Check<LogOptions>(service);
        Check<TelemetryOptions>(service);
        Check<RolloutOptions>(service);
        Check<KubernetesOptions>(service);
        Check<HookOptions>(service);
        Assert.NotNull(service.Services.GetRequiredService<RolloutTargets>());
        PolicyShelf shelf = service.Services.GetRequiredService<PolicyShelf>();
        shelf.Fill();
        Assert.Empty(shelf.Current.Faults);
    }

    [Fact]
    public void EverySetting_HasAValueInTheChart()
    {
        JsonElement settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Rendering.Helm.Root, "src/Analyzer/appsettings.json"))).RootElement;
        JsonElement schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Rendering.Helm.Chart, "values.schema.json"))).RootElement;

        IEnumerable<string> missing = Paths(settings, "").Except(Decided, StringComparer.Ordinal).Where(path => !Has(schema, path));

        Assert.True(!missing.Any(), $"Settings without a value in the chart: {string.Join(", ", missing)}. Add each to values.schema.json (its section with a small first letter), or to the list of those that the chart decides.");
    }

    private static bool Has(JsonElement schema, string path)
    {
        JsonElement at = schema;
        foreach (string key in path.Split(':').Select(word => char.ToLowerInvariant(word[0]) + word[1..]))
        {
            if (!at.TryGetProperty("properties", out JsonElement properties) || !properties.TryGetProperty(key, out at)) return false;
        }

        return true;
    }

    private static IEnumerable<string> Paths(JsonElement section, string path) => section.EnumerateObject()
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object && property.Value.EnumerateObject().Any() ? Paths(property.Value, $"{path}{property.Name}:") : [path + property.Name]);

    private static void Check<TOptions>(WebApplication service)
        where TOptions : class => Assert.NotNull(service.Services.GetRequiredService<IOptions<TOptions>>().Value);
}
