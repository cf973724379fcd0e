using System.Net;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;

namespace CanaryJudge.Sources.Scraping;

/// <summary>Scrapes targets itself and answers from what it has seen: no Prometheus is needed.</summary>
/// <remarks>
/// Points are kept as scraped: counters that fall and instances that come and go are for the aligner to judge. A failed scrape leaves a gap and a warning that names the
/// target and the cause; when no target answered in the time asked for, the answer is a problem. Each scrape adds the series <c>up</c> (1 or 0) with the target's labels.
/// </remarks>
public sealed class ScrapeSource : IMetricSource, IAsyncDisposable
{
    private static readonly Dictionary<string, ExpositionFamily> NoFamilies = [];
    private readonly ScrapeOptions options;
    private readonly TimeProvider time;
    private readonly ScrapeClient client;
    private readonly PointStore store;
    private readonly ScrapeLogs logs;
    private readonly TargetAddresses addresses;
    private readonly ScrapeAnswers answers;
    private readonly CancellationTokenSource ended = new();
    private readonly SemaphoreSlim oneRound = new(1);

    /// <summary>A source that has seen nothing yet.</summary>
    /// <param name="options">What to scrape.</param>
    /// <param name="time">The clock of scrape times, intervals and timeouts.</param>
    /// <param name="handler">Sends the requests, and is disposed with the source; null makes connections. It must decompress gzip itself.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a target's address or label is wrong.</exception>
    public ScrapeSource(ScrapeOptions options, TimeProvider time, HttpMessageHandler? handler = null)
        : this(options, time, handler, Dns.GetHostAddressesAsync)
    {
    }

    internal ScrapeSource(ScrapeOptions options, TimeProvider time, HttpMessageHandler? handler, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        options.Check();
        this.options = options;
        this.time = time;
        client = new ScrapeClient(options, time, handler);
        store = new PointStore(options);
        logs = new ScrapeLogs(options.Targets);
        addresses = new TargetAddresses(resolve);
        answers = new ScrapeAnswers(store, logs);
    }

    /// <inheritdoc/>
    public string Name => "scrape " + (options.Targets.Count <= 3 ? string.Join(", ", options.Targets.Select(target => target.Name)) : $"{options.Targets[0].Name} and {options.Targets.Count - 1} more");

    /// <summary>Scrapes every target once, all at the same time.</summary>
    /// <param name="cancellationToken">Ends the call; it then throws, and what was read of this round is lost.</param>
    /// <returns>How it went, in the options' order: one entry a target, or one an address of a target that stands for several instances. A failed scrape is an entry, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the source is disposed.</exception>
    public async Task<IReadOnlyList<TargetScrape>> ScrapeOnceAsync(CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        await oneRound.WaitAsync(ends.Token); // two rounds at once would write one series twice
        try
        {
            long scrapeMillis = time.GetUtcNow().ToUnixTimeMilliseconds();
            (ScrapeTarget Target, Exposition? Page, string Failure)[][] fetched = await Task.WhenAll(options.Targets.Select(target => FetchAsync(target, ends.Token)));
            TargetScrape[] round = [.. fetched.SelectMany(results => results).Select(result => Keep(logs.Of(result.Target), scrapeMillis, result.Page, result.Failure))];
            store.Trim(scrapeMillis);
            logs.Forget(scrapeMillis - (long)options.Retention.TotalMilliseconds);
            return round;
        }
        finally
        {
            oneRound.Release();
        }
    }

    /// <summary>Scrapes now and then once an interval, until it is cancelled or the source is disposed; either is a normal end.</summary>
    /// <param name="onScrape">Called after each round with how it went; null when nobody wants to know. What it throws ends the loop and comes out of the task.</param>
    /// <param name="cancellationToken">Ends the loop.</param>
    /// <returns>A task that ends with the loop. A round that takes longer than the interval delays the next one: none is made up for.</returns>
    public async Task RunAsync(Action<IReadOnlyList<TargetScrape>>? onScrape, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        using var ticks = new PeriodicTimer(options.Interval, time);
        try
        {
            do
            {
                IReadOnlyList<TargetScrape> round = await ScrapeOnceAsync(ends.Token);
                onScrape?.Invoke(round);
            }
            while (await ticks.WaitForNextTickAsync(ends.Token));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    /// <inheritdoc/>
    public Task<Measurement> MeasureAsync(MetricPlan metric, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<Measurement>(cancellationToken);
        return Task.FromResult(new Measurement(metric, [.. metric.Queries.Select(answers.Answer)]));
    }

    /// <summary>Ends what runs and closes the connections; what was scraped can still be asked for.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await oneRound.WaitAsync(CancellationToken.None);
        oneRound.Release();
        client.Dispose();
    }

    private async Task<(ScrapeTarget Target, Exposition? Page, string Failure)[]> FetchAsync(ScrapeTarget target, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ScrapeTarget> pages, string failure) = await addresses.FindAsync(target, options.Timeout, time, cancellationToken);
        if (failure.Length > 0) return [(target, null, failure)];
        return await Task.WhenAll(pages.Select(async page =>
        {
            (Exposition? read, string wrong) = await client.FetchAsync(page, cancellationToken);
            return (page, read, wrong);
        }));
    }

    private TargetScrape Keep(ScrapeLog log, long scrapeMillis, Exposition? page, string failure)
    {
        IReadOnlyList<string> remarks = page is null ? [] : store.Add(page, log.Attached, scrapeMillis);
        var up = new ExpositionPoint(new Dictionary<string, string> { [ExpositionPoint.NameLabel] = "up" }, page is null ? 0 : 1, TimeMillis: null, Line: 0);
        store.Add(new Exposition(NoFamilies, [up]), log.Attached, scrapeMillis);
        var scrape = new TargetScrape(log.Target, scrapeMillis, page?.Points.Count ?? 0, failure, remarks);
        log.Add(scrape, scrapeMillis - (long)options.Retention.TotalMilliseconds);
        return scrape;
    }
}
