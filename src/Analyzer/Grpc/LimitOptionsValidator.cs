using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Checks the bounds of one call.</summary>
internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        List<string> faults = [];
        Check(nameof(options.MessageBytes), options.MessageBytes, 1024, 64 * 1024 * 1024);
        Check(nameof(options.Metrics), options.Metrics, 1, 100);
        Check(nameof(options.Windows), options.Windows, 1, 20_000);
        Check(nameof(options.Matchers), options.Matchers, 1, 100);
        Check(nameof(options.Buckets), options.Buckets, 1, 10_000);
        Check(nameof(options.CallSeconds), options.CallSeconds, 1, 600);
        Check(nameof(options.CallsPerSecond), options.CallsPerSecond, 1, 100_000);
        Check(nameof(options.CallBurst), options.CallBurst, 1, 100_000);
        Check(nameof(options.WatchesPerCaller), options.WatchesPerCaller, 1, 10_000);
        Check(nameof(options.Watches), options.Watches, 1, 100_000);
        return faults.ToResult();

        void Check(string key, int value, int low, int high)
        {
            if (value < low || value > high) faults.Add(Setting.Fault($"{LimitOptions.Section}:{key}", value, $"write {low} to {high}"));
        }
    }
}
