using System.Globalization;
using System.Reflection;
using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Hooks;
using CanaryJudge.Analyzer.Hooks.Inbound;
using CanaryJudge.Analyzer.Listening;
using CanaryJudge.Analyzer.Policies;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.SignIn;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>docs/service.md names every setting with its default.</summary>
public sealed class ServiceGuideTests
{
    private static readonly string Guide = File.ReadAllText(Checkout.Path("docs/service.md"));

    public static TheoryData<object, string> Sections => new()
    {
        { new ListenOptions(), ListenOptions.Section },
        { new LimitOptions(), LimitOptions.Section },
        { new TokenOptions(), "SignIn:Token" },
        { new CertificateOptions(), "SignIn:Certificate" },
        { new HeldPolicyOptions(), HeldPolicyOptions.Section },
        { new KubernetesOptions(), KubernetesOptions.Section },
        { new HookOptions(), HookOptions.Section },
        { new InboundOptions(), "Hooks:Alertmanager" },
        { new InboundOptions(), "Hooks:Flux" },
        { new LogOptions(), LogOptions.Section },
        { new TelemetryOptions(), TelemetryOptions.Section },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void EverySetting_IsInTheGuide_WithItsDefault(object options, string section)
    {
        // What has keys of its own is a section of its own here, or is named by its user.
        foreach (PropertyInfo setting in options.GetType().GetProperties().Where(p => p.PropertyType == typeof(string) || !p.PropertyType.IsClass))
        {
            string value = Convert.ToString(setting.GetValue(options), CultureInfo.InvariantCulture)!;
            Assert.Contains($"| `{section}:{setting.Name}` | {(value.Length > 0 ? value : "empty")} |", Guide, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryKeyOfASource_IsInTheGuide()
    {
        PrometheusOptions defaults = new() { Address = new Uri("http://x") };
        foreach (PropertyInfo key in typeof(PrometheusOptions).GetProperties().Where(p => p.Name != "Headers" && p.Name != "EqualityContract"))
        {
            Assert.Contains($"`{key.Name}`", Guide, StringComparison.Ordinal);
            string value = Convert.ToString(key.GetValue(defaults), CultureInfo.InvariantCulture)!;
            if (value.Length > 0 && key.Name != "Address") Assert.Contains($"| `{key.Name}` | {value} |", Guide, StringComparison.Ordinal);
        }
    }
}
