using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Checks how the service logs.</summary>
internal sealed class LogOptionsValidator : IValidateOptions<LogOptions>
{
    private static readonly string[] Formats = ["Auto", "Json", "Text"];
    private static readonly string[] Levels = ["Debug", "Information", "Warning", "Error"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LogOptions options)
    {
        List<string> faults = [];
        if (!Formats.Contains(options.Format, StringComparer.OrdinalIgnoreCase)) faults.Add(Setting.Fault("Log:Format", options.Format, "write one of " + string.Join(", ", Formats)));
        if (!Levels.Contains(options.Level, StringComparer.OrdinalIgnoreCase)) faults.Add(Setting.Fault("Log:Level", options.Level, "write one of " + string.Join(", ", Levels)));
        return faults.ToResult();
    }
}
