using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Policies;

/// <summary>The policies that callers can name.</summary>
internal static partial class HeldPoliciesFeature
{
    /// <summary>Reads them as section Policies says when the service starts, and takes up changes while it runs.</summary>
    public static WebApplicationBuilder AddPolicies(this WebApplicationBuilder builder)
    {
        builder.AddSettings<HeldPolicyOptions, Unchecked>(HeldPolicyOptions.Section);
        builder.Services.AddSingleton<PolicyShelf>();
        builder.Services.AddHostedService<Rereading>();
        return builder;
    }

    // What there is to check is in the directory, and is checked when it is read.
    private sealed class Unchecked : IValidateOptions<HeldPolicyOptions>
    {
        public ValidateOptionsResult Validate(string? name, HeldPolicyOptions options) => ValidateOptionsResult.Success;
    }

    // Policies are read when the service starts, not at the first call; then every few seconds: a mount of Kubernetes tells nobody when it changes.
    private sealed partial class Rereading(PolicyShelf shelf, IOptions<HeldPolicyOptions> options, TimeProvider clock, ILogger<PolicyShelf> logger) : BackgroundService
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

        public override Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                shelf.Fill();
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                throw new SettingsException([Setting.Fault("Policies:Directory", options.Value.Directory, $"it cannot be read: {unreadable.Message} Write a directory with policies, or nothing")]);
            }

            if (shelf.Current.Faults.Count > 0) throw new SettingsException(shelf.Current.Faults);
            string[] names = [.. shelf.Current.Names];
            if (names.Length > 0 && logger.IsEnabled(LogLevel.Information)) Log.Held(logger, names.Length, string.Join(", ", names));
            return options.Value.Directory.Length > 0 ? base.StartAsync(cancellationToken) : Task.CompletedTask;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer ticks = new(Interval, clock);
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    shelf.Look();
                }
                catch (Exception defect) when (defect is not OperationCanceledException)
                {
                    // Whatever is in a file, rollouts that run go on.
                    Log.Failed(logger, defect);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Information, "Holding {Count} policies: {Policies}")]
        public static partial void Held(ILogger logger, int count, string policies);

        [LoggerMessage(343, LogLevel.Error, "Changed policies could not be taken up: those of before are still used")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}
