using System.Data.Common;
using CanaryJudge.Analyzer.Analyses.Store;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>The ticks under way in this replica: so many at a time, their leases renewed, and ended when a lease is lost.</summary>
internal sealed class RunningTicks(TickRun run, TickWrites writes, AnalysisMeter meter, TimeSpan lease, int most, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(most, most);
    private readonly Lock _gate = new();
    private readonly Dictionary<ClaimedTick, (CancellationTokenSource Ended, long Renewed, Task Task)> _ticks = [];

    /// <summary>Ticks that can be begun at once.</summary>
    public int Free => _slots.CurrentCount;

    /// <summary>Waits until a tick can be begun.</summary>
    public async Task WaitForSlotAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        _slots.Release();
    }

    /// <summary>Begins a tick; only as many as are <see cref="Free"/>.</summary>
    public void Begin(ClaimedTick tick)
    {
        if (!_slots.Wait(0)) throw new InvalidOperationException("More ticks were claimed than can be run.");
        CancellationTokenSource ended = new();
        lock (_gate) _ticks.Add(tick, (ended, clock.GetTimestamp(), Task.Run(() => RunAsync(tick, ended.Token))));
    }

    /// <summary>Renews the leases of ticks that take long, until it is cancelled.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        TimeSpan third = lease / 3;
        using PeriodicTimer timer = new(third, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            KeyValuePair<ClaimedTick, (CancellationTokenSource Ended, long Renewed, Task Task)>[] old;
            lock (_gate) old = [.. _ticks.Where(t => clock.GetElapsedTime(t.Value.Renewed) > third / 2)];
            foreach ((ClaimedTick tick, (CancellationTokenSource ended, long renewed, _)) in old) await RenewAsync(tick, ended, renewed, cancellationToken);
        }
    }

    /// <summary>Waits for the ticks under way; those that take longer than the grace are ended and their leases given back.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        Task all;
        lock (_gate) all = Task.WhenAll(_ticks.Values.Select(t => t.Task));
        try
        {
            await all.WaitAsync(grace, clock);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                foreach ((CancellationTokenSource ended, _, _) in _ticks.Values) ended.Cancel();
            }

            await all;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task RenewAsync(ClaimedTick tick, CancellationTokenSource ended, long renewed, CancellationToken cancellationToken)
    {
        bool isLost;
        try
        {
            isLost = !await writes.RenewAsync(tick, lease, cancellationToken);
        }
        catch (DbException)
        {
            isLost = clock.GetElapsedTime(renewed) > lease;
        }

        lock (_gate)
        {
            if (!_ticks.TryGetValue(tick, out (CancellationTokenSource Ended, long Renewed, Task Task) running)) return;
            if (isLost) ended.Cancel();
            else _ticks[tick] = running with { Renewed = clock.GetTimestamp() };
        }
    }

    private async Task RunAsync(ClaimedTick tick, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        meter.Begin(clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(tick.TickMillis));
        string outcome = "failed";
        try
        {
            outcome = await run.RunAsync(tick, cancellationToken);
        }
        finally
        {
            meter.End(outcome, clock.GetElapsedTime(start));
            lock (_gate)
            {
                if (_ticks.Remove(tick, out (CancellationTokenSource Ended, long Renewed, Task Task) running)) running.Ended.Dispose();
            }

            _slots.Release();
        }
    }
}
