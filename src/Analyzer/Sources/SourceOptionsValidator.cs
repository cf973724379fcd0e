using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>Checks the metric sources. No value of a source is repeated, because it may be a secret.</summary>
internal sealed class SourceOptionsValidator : IValidateOptions<SourceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SourceOptions options)
    {
        List<string> faults = [];
        foreach ((string source, PrometheusOptions prometheus) in options.Prometheus)
        {
            string key = $"{SourceOptions.Section}:Prometheus:{source}";
            if (source.Length == 0 || !source.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')) faults.Add($"{key}: the name of a source has letters, digits, '_', '-' and '.' only.");
            if (prometheus.Address is null) faults.Add($"{key}:Address is missing: write the server's address, such as http://prometheus:9090.");
            else faults.AddRange(PrometheusOptionsValidator.Validate(prometheus).Select(v => Worded(key, v)));
        }

        if (options.Default.Length > 0 && !options.Prometheus.ContainsKey(options.Default)) faults.Add(Setting.Fault("Sources:Default", options.Default, $"write the name of a source: {string.Join(", ", options.Prometheus.Keys)}"));
        return faults.ToResult();
    }

    private static string Worded(string key, Violation violation) => $"{key}:{char.ToUpperInvariant(violation.Path[0])}{violation.Path[1..]}: {violation.Message}: {violation.Remedy}.";
}
