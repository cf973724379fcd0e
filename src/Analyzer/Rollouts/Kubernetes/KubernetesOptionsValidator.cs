using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>Checks the address and the time of a call. Files are read when the first target is made, so that a service without one needs none.</summary>
internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        List<string> faults = [];
        if (options.Address.Length > 0 && !IsServer(options.Address)) faults.Add(Setting.Fault("Kubernetes:Address", "(an address)", "write an address with https, such as https://10.0.0.1:6443; http is for this machine only"));
        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(1)) faults.Add(Setting.Fault("Kubernetes:Timeout", options.Timeout, "write 00:00:00.1 to 00:01:00"));
        return faults.ToResult();
    }

    private static bool IsServer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0 && address.Query.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
