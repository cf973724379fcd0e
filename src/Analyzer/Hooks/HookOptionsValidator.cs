using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Checks how controllers ask for verdicts.</summary>
internal sealed class HookOptionsValidator : IValidateOptions<HookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HookOptions options)
    {
        List<string> faults = [];
        if (options.DecisionAge < TimeSpan.FromMinutes(1) || options.DecisionAge > TimeSpan.FromDays(7)) faults.Add(Setting.Fault("Hooks:DecisionAge", options.DecisionAge, "write 00:01:00 to 7.00:00:00"));
        if (options.SecretFile.Length > 0) CheckSecret(options.SecretFile, faults);
        return faults.ToResult();
    }

    private static void CheckSecret(string path, List<string> faults)
    {
        try
        {
            HookSecret.Read(File.ReadAllBytes(path));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            faults.Add(Setting.Fault("Hooks:SecretFile", path, $"it cannot be used: {cause.Message}"));
        }
    }
}
