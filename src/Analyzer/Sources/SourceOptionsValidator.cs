using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.Sources.Scraping;
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
            string key = Named("Prometheus", source, faults);
            if (prometheus.Address is null) faults.Add($"{key}:Address is missing: write the server's address, such as http://prometheus:9090.");
            else faults.AddRange(PrometheusOptionsValidator.Validate(prometheus).Select(v => Worded(key, v)));
        }

        foreach ((string source, ScrapeSettings scrape) in options.Scrape)
        {
            CheckScrape(Named("Scrape", source, faults), scrape, faults);
            if (options.Prometheus.ContainsKey(source)) faults.Add($"{SourceOptions.Section}:Scrape:{source}: a Prometheus has that name too. Give each source its own.");
        }

        if (options.Default.Length > 0 && !options.Names().Contains(options.Default, StringComparer.OrdinalIgnoreCase)) faults.Add(Setting.Fault("Sources:Default", options.Default, $"write the name of a source: {string.Join(", ", options.Names())}"));
        return faults.ToResult();
    }

    private static string Named(string kind, string source, List<string> faults)
    {
        string key = $"{SourceOptions.Section}:{kind}:{source}";
        if (source.Length == 0 || !source.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')) faults.Add($"{key}: the name of a source has letters, digits, '_', '-' and '.' only.");
        return key;
    }

    private static void CheckScrape(string key, ScrapeSettings scrape, List<string> faults)
    {
        if (scrape.Targets.Count == 0) faults.Add($"{key}:Targets is empty: name at least one page, such as {key}:Targets:canary:Address=http://127.0.0.1:8080/metrics.");
        int before = faults.Count;
        foreach ((string target, ScrapeTargetSettings page) in scrape.Targets)
        {
            if (page.Address is null) faults.Add($"{key}:Targets:{target}:Address is missing: write the page's address, such as http://127.0.0.1:8080/metrics.");
            else if (Refusal(() => ScrapeTarget.Check(page.ToTarget())) is { } wrong) faults.Add($"{key}:Targets:{target}: {wrong}");
        }

        if (scrape.Targets.Count > 0 && faults.Count == before && Refusal(() => scrape.ToOptions().Check()) is { } outside) faults.Add($"{key}: {outside}");
    }

    // The first sentence: what follows names a parameter of the code.
    private static string? Refusal(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused.Message.Split(" (Parameter", 2)[0];
        }
    }

    private static string Worded(string key, Violation violation) => $"{key}:{char.ToUpperInvariant(violation.Path[0])}{violation.Path[1..]}: {violation.Message}: {violation.Remedy}.";
}
