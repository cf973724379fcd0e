using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Checks how analyses are run.</summary>
internal sealed class AnalysisOptionsValidator : IValidateOptions<AnalysisOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AnalysisOptions options)
    {
        List<string> faults = [];
        Time(nameof(options.ScrapeDelay), options.ScrapeDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Time(nameof(options.Lease), options.Lease, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(10));
        Number(nameof(options.ParallelTicks), options.ParallelTicks, 1, 1000);
        Number(nameof(options.ParallelQueries), options.ParallelQueries, 1, 1000);
        Time(nameof(options.TickTimeout), options.TickTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Time(nameof(options.SourcePatience), options.SourcePatience, TimeSpan.Zero, TimeSpan.FromDays(1));
        Time(nameof(options.HoldLimit), options.HoldLimit, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        Time(nameof(options.VetoAge), options.VetoAge, TimeSpan.FromHours(1), TimeSpan.FromDays(30));
        Time(nameof(options.Poll), options.Poll, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Time(nameof(options.Grace), options.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Number(nameof(options.MemoryMegabytes), options.MemoryMegabytes, 1, 100_000);
        return faults.ToResult();

        void Time(string key, TimeSpan value, TimeSpan low, TimeSpan high)
        {
            if (value < low || value > high) faults.Add(Setting.Fault($"{AnalysisOptions.Section}:{key}", value, $"write {low} to {high}"));
        }

        void Number(string key, int value, int low, int high)
        {
            if (value < low || value > high) faults.Add(Setting.Fault($"{AnalysisOptions.Section}:{key}", value, $"write {low} to {high}"));
        }
    }
}
