using System.Collections.Concurrent;
using CanaryJudge.Sources.Scraping;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>Keeps the sources that scrape running, from the start of the service to its end, and says when a target stops answering and when it answers again.</summary>
internal sealed partial class ScrapeRounds(SourceCatalog sources, ILogger<ScrapeRounds> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, bool> _down = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.Scraping.Select(scraping => scraping.Source.RunAsync(round => Tell(scraping.Name, round), stoppingToken)));

    private void Tell(string source, IReadOnlyList<TargetScrape> round)
    {
        foreach (TargetScrape scrape in round)
        {
            string key = source + " " + scrape.Target.Name;
            if (scrape.IsUp)
            {
                if (_down.TryRemove(key, out _)) Log.Answers(logger, source, scrape.Target.Name);
            }
            else if (_down.TryAdd(key, true))
            {
                Log.Failed(logger, source, scrape.Target.Name, scrape.Failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(350, LogLevel.Warning, "Source {Source}: {Target} cannot be scraped: {Failure}")]
        public static partial void Failed(ILogger logger, string source, string target, string failure);

        [LoggerMessage(351, LogLevel.Information, "Source {Source}: {Target} answers again")]
        public static partial void Answers(ILogger logger, string source, string target);
    }
}
