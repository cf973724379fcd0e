namespace CanaryJudge.Samples.Workload;

/// <summary>Sends real HTTP requests to both instances at a bounded rate.</summary>
public sealed class LoadGenerator : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private readonly LoadOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient client;
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource ended = new();
    private Task<LoadReport>? running;
    private long baseline, canary, unanswered, leftOut;

    /// <summary>A generator that does nothing yet.</summary>
    /// <param name="options">How much goes where.</param>
    /// <param name="time">The clock that paces it.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LoadGenerator(LoadOptions options, TimeProvider time)
    {
        options.Check();
        this.options = options;
        this.time = time;
        slots = new SemaphoreSlim(options.MaxInFlight);
        client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = options.MaxInFlight, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>What was done so far; may be read at any time.</summary>
    public LoadReport Report => new(Interlocked.Read(ref baseline), Interlocked.Read(ref canary), Interlocked.Read(ref unanswered), Interlocked.Read(ref leftOut));

    /// <summary>Sends load for a time, then waits for what is under way.</summary>
    /// <param name="duration">How long: above 0, or <see cref="Timeout.InfiniteTimeSpan"/> until it is cancelled.</param>
    /// <param name="cancellationToken">Ends the load at once; that is a normal end, not an exception.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public Task<LoadReport> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (running is { IsCompleted: false }) throw new InvalidOperationException("The load runs already: wait for it, or cancel it.");
        return running = SendAsync(duration, cancellationToken);
    }

    /// <summary>Ends the load that runs, waits for it, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        if (running is not null) await running;
        client.Dispose();
        slots.Dispose();
        ended.Dispose();
    }

    private async Task<LoadReport> SendAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        long started = time.GetTimestamp();
        long due = 0, sent = 0;
        using var ticks = new PeriodicTimer(Tick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(ends.Token))
            {
                TimeSpan elapsed = time.GetElapsedTime(started);
                bool over = duration != Timeout.InfiniteTimeSpan && elapsed >= duration;
                due = (long)((over ? duration : elapsed).TotalSeconds * options.RequestsPerSecond);
                for (; sent < due; sent++) Send(sent, ends.Token);
                if (over) break;
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // A normal end; what is under way ends itself below.
        }
        for (int i = 0; i < options.MaxInFlight; i++) await slots.WaitAsync(CancellationToken.None);
        slots.Release(options.MaxInFlight);
        return Report;
    }

    private void Send(long number, CancellationToken cancellationToken)
    {
        if (!slots.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref leftOut);
            return;
        }
        // Spread evenly: the n-th request is the canary's when the canary's due number rises with it.
        bool toCanary = (long)((number + 1) * options.CanaryShare) > (long)(number * options.CanaryShare);
        _ = RequestAsync(toCanary, cancellationToken);
    }

    private async Task RequestAsync(bool toCanary, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(toCanary ? options.Canary : options.Baseline, options.Path), cancellationToken);
            Interlocked.Increment(ref toCanary ? ref canary : ref baseline);
        }
        catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref unanswered);
        }
        finally
        {
            slots.Release();
        }
    }
}
