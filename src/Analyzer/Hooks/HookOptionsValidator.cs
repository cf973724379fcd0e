using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Hooks.Flux;
using CanaryJudge.Analyzer.Hooks.Inbound;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Checks how others ask and tell.</summary>
internal sealed class HookOptionsValidator : IValidateOptions<HookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HookOptions options)
    {
        List<string> faults = [];
        if (options.DecisionAge < TimeSpan.FromMinutes(1) || options.DecisionAge > TimeSpan.FromDays(7)) faults.Add(Setting.Fault("Hooks:DecisionAge", options.DecisionAge, "write 00:01:00 to 7.00:00:00"));
        CheckSecret("Hooks:SecretFile", options.SecretFile, content => HookSecret.Read(content), faults);
        CheckSecret("Hooks:Alertmanager:SecretFile", options.Alertmanager.SecretFile, content => HookSecret.Read(content), faults);
        CheckSecret("Hooks:Flux:SecretFile", options.Flux.SecretFile, content => FluxKeys.Read(content), faults);
        CheckMatches("Hooks:Alertmanager:Matches", options.Alertmanager, faults);
        CheckMatches("Hooks:Flux:Matches", options.Flux, faults);
        return faults.ToResult();
    }

    private static void CheckSecret(string key, string path, Action<byte[]> read, List<string> faults)
    {
        if (path.Length == 0) return;
        try
        {
            read(File.ReadAllBytes(path));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            faults.Add(Setting.Fault(key, path, $"it cannot be used: {cause.Message}"));
        }
    }

    private static void CheckMatches(string section, InboundOptions options, List<string> faults)
    {
        foreach ((string name, MatchOptions match) in options.Matches)
        {
            string key = $"{section}:{name}";
            faults.AddRange(TextRule.Check("target", match.Target, TextRule.Target).Select(wrong => Setting.Fault($"{key}:Target", match.Target, $"{wrong.Message} {wrong.Remedy}")));
            if (match.Application.Length > 0) faults.AddRange(TextRule.Check("application", match.Application, TextRule.Name).Select(wrong => Setting.Fault($"{key}:Application", match.Application, $"{wrong.Message} {wrong.Remedy}")));
            if (match.Labels.Count == 0) faults.Add($"{key}:Labels is missing: without a label everything would match. Write {key}:Labels:LABEL=value.");
            faults.AddRange(match.Labels.Where(label => string.IsNullOrEmpty(label.Value)).Select(label => Setting.Fault($"{key}:Labels:{label.Key}", label.Value, "write the value that it must have")));
        }
    }
}
