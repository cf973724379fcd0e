using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Checks the bounds of actions and the names of targets; what a kind wants to know is checked by the kind.</summary>
internal sealed class RolloutOptionsValidator : IValidateOptions<RolloutOptions>
{
    private const int LongestName = 200;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RolloutOptions options)
    {
        List<string> faults = [];
        Number(nameof(options.MostRollbacks), options.MostRollbacks, 1, 10_000);
        Time(nameof(options.RollbackWindow), options.RollbackWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        Time(nameof(options.Patience), options.Patience, TimeSpan.FromSeconds(10), TimeSpan.FromDays(7));
        Time(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Time(nameof(options.Lease), options.Lease, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(10));
        Time(nameof(options.Poll), options.Poll, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Number(nameof(options.Parallel), options.Parallel, 1, 1000);
        if (!Enum.IsDefined(options.Mode)) faults.Add(Setting.Fault($"{RolloutOptions.Section}:Mode", options.Mode, "write Advise or Act"));
        foreach ((string target, TargetOptions one) in options.Targets)
        {
            string key = $"{RolloutOptions.Section}:Targets:{target}";
            if (!IsName(target)) faults.Add($"{key}: the name of a target has 1 to {LongestName} letters, digits, '_', '-', '.' and '/' only.");
            if (one.Mode is { } mode && !Enum.IsDefined(mode)) faults.Add(Setting.Fault($"{key}:Mode", mode, "write Advise or Act"));
        }

        return faults.ToResult();

        void Time(string key, TimeSpan value, TimeSpan low, TimeSpan high)
        {
            if (value < low || value > high) faults.Add(Setting.Fault($"{RolloutOptions.Section}:{key}", value, $"write {low} to {high}"));
        }

        void Number(string key, int value, int low, int high)
        {
            if (value < low || value > high) faults.Add(Setting.Fault($"{RolloutOptions.Section}:{key}", value, $"write {low} to {high}"));
        }
    }

    /// <summary>Whether it can be the name of a target.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/');
}
