using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>The policies that callers can name.</summary>
internal static partial class HeldPoliciesFeature
{
    /// <summary>Reads them as section Policies says.</summary>
    /// <exception cref="SettingsException">The directory does not exist or cannot be read, or a policy is wrong; every fault is named.</exception>
    public static WebApplicationBuilder AddPolicies(this WebApplicationBuilder builder)
    {
        builder.AddSettings<HeldPolicyOptions, Unchecked>(HeldPolicyOptions.Section);
        builder.Services.AddSingleton(services => Load(services.GetRequiredService<IOptions<HeldPolicyOptions>>().Value.Directory));
        builder.Services.AddHostedService<Loading>();
        return builder;
    }

    private static HeldPolicies Load(string directory)
    {
        List<string> faults = [];
        try
        {
            HeldPolicies policies = HeldPolicies.Read(directory, faults);
            return faults.Count == 0 ? policies : throw new SettingsException(faults);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([Setting.Fault("Policies:Directory", directory, $"it cannot be read: {unreadable.Message} Write a directory with policies, or nothing")]);
        }
    }

    // What there is to check is in the directory, and is checked when it is read.
    private sealed class Unchecked : IValidateOptions<HeldPolicyOptions>
    {
        public ValidateOptionsResult Validate(string? name, HeldPolicyOptions options) => ValidateOptionsResult.Success;
    }

    // Policies are read when the service starts, not at the first call.
    private sealed partial class Loading(HeldPolicies policies, ILogger<HeldPolicies> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            string[] names = [.. policies.Names];
            if (names.Length > 0 && logger.IsEnabled(LogLevel.Information)) Log.Held(logger, names.Length, string.Join(", ", names));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Information, "Holding {Count} policies: {Policies}")]
        public static partial void Held(ILogger logger, int count, string policies);
    }
}
