using System.Data.Common;

namespace CanaryJudge.Analyzer.Leasing;

/// <summary>The work under way in this replica that it has leased: so much at a time, its leases renewed, and ended when a lease is lost.</summary>
/// <typeparam name="T">A claim.</typeparam>
/// <param name="run">Does the work of a claim, and never fails.</param>
/// <param name="renew">Makes a claim's lease longer; false when it is lost.</param>
/// <param name="lease">Length of a lease.</param>
/// <param name="most">Claims at a time.</param>
/// <param name="clock">Says when to renew.</param>
internal sealed class LeasedWork<T>(Func<T, CancellationToken, Task> run, Func<T, TimeSpan, CancellationToken, Task<bool>> renew, TimeSpan lease, int most, TimeProvider clock) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _slots = new(most, most);
    private readonly Lock _gate = new();
    private readonly Dictionary<T, (CancellationTokenSource Ended, long Renewed, Task Task)> _claims = [];

    /// <summary>Claims whose work can be begun at once.</summary>
    public int Free => _slots.CurrentCount;

    /// <summary>Waits until the work of a claim can be begun.</summary>
    public async Task WaitForSlotAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        _slots.Release();
    }

    /// <summary>Begins the work of a claim; only of as many as are <see cref="Free"/>.</summary>
    public void Begin(T claim)
    {
        if (!_slots.Wait(0)) throw new InvalidOperationException("More was claimed than can be run.");
        CancellationTokenSource ended = new();
        lock (_gate) _claims.Add(claim, (ended, clock.GetTimestamp(), Task.Run(() => RunAsync(claim, ended.Token))));
    }

    /// <summary>Renews the leases of work that takes long, until it is cancelled.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        TimeSpan third = lease / 3;
        using PeriodicTimer timer = new(third, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            KeyValuePair<T, (CancellationTokenSource Ended, long Renewed, Task Task)>[] old;
            lock (_gate) old = [.. _claims.Where(c => clock.GetElapsedTime(c.Value.Renewed) > third / 2)];
            foreach ((T claim, (CancellationTokenSource ended, long renewed, _)) in old) await RenewAsync(claim, ended, renewed, cancellationToken);
        }
    }

    /// <summary>Waits for the work under way; what takes longer than the grace is ended and its leases given back.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        Task all;
        lock (_gate) all = Task.WhenAll(_claims.Values.Select(c => c.Task));
        try
        {
            await all.WaitAsync(grace, clock);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                foreach ((CancellationTokenSource ended, _, _) in _claims.Values) ended.Cancel();
            }

            await all;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task RenewAsync(T claim, CancellationTokenSource ended, long renewed, CancellationToken cancellationToken)
    {
        bool isLost;
        try
        {
            isLost = !await renew(claim, lease, cancellationToken);
        }
        catch (DbException)
        {
            isLost = clock.GetElapsedTime(renewed) > lease;
        }

        lock (_gate)
        {
            if (!_claims.TryGetValue(claim, out (CancellationTokenSource Ended, long Renewed, Task Task) running)) return;
            if (isLost) ended.Cancel();
            else _claims[claim] = running with { Renewed = clock.GetTimestamp() };
        }
    }

    private async Task RunAsync(T claim, CancellationToken cancellationToken)
    {
        try
        {
            await run(claim, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                if (_claims.Remove(claim, out (CancellationTokenSource Ended, long Renewed, Task Task) running)) running.Ended.Dispose();
            }

            _slots.Release();
        }
    }
}
