namespace CanaryJudge.Analyzer.Leasing;

/// <summary>Claims work as it falls due and runs it, until the service stops; then what is under way may end. Replicas share the work through the store alone.</summary>
/// <typeparam name="T">A claim.</typeparam>
/// <param name="lease">Length of a lease.</param>
/// <param name="most">Claims whose work runs at a time.</param>
/// <param name="grace">How long work may take to end when the service stops.</param>
/// <param name="longestSleep">Between two looks when nothing falls due and no signal comes.</param>
/// <param name="clock">The clock of leases and waits.</param>
internal abstract class ClaimingService<T>(TimeSpan lease, int most, TimeSpan grace, TimeSpan longestSleep, TimeProvider clock) : BackgroundService
    where T : class
{
    private const int MostClaimed = 64;

    // Between two claims: what falls due meanwhile is claimed together, in one transaction.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The clock of leases and waits.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>This replica, as claims name it.</summary>
    protected string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>How long until the next work is due, 0 or less when some is; null when none is known.</summary>
    protected abstract Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Leases up to so many of what is due.</summary>
    protected abstract Task<IReadOnlyList<T>> ClaimAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Does the work of a claim, and never fails.</summary>
    protected abstract Task RunAsync(T claim, CancellationToken cancellationToken);

    /// <summary>Makes a claim's lease longer; false when it is lost.</summary>
    protected abstract Task<bool> RenewAsync(T claim, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Waits until this replica hears of new work.</summary>
    protected abstract Task HearAsync(CancellationToken cancellationToken);

    /// <summary>Says that nothing can be claimed, once until it can again.</summary>
    protected abstract void SayFailing(Exception cause);

    /// <summary>Says that claims are made again.</summary>
    protected abstract void SayRecovered();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using LeasedWork<T> work = new(RunAsync, RenewAsync, lease, most, clock);
        using CancellationTokenSource drained = new();
        Task renewing = work.RenewAsync(drained.Token);
        await ClaimAsync(work, stoppingToken);
        await work.DrainAsync(grace);
        await drained.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ClaimAsync(LeasedWork<T> work, CancellationToken stopping)
    {
        bool isFailing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work.WaitForSlotAsync(stopping);
                await RoundAsync(work, stopping);
                if (isFailing) SayRecovered();
                isFailing = false;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cause)
            {
                // Whatever it is, the service goes on trying; readiness says that the store cannot be reached.
                if (!isFailing) SayFailing(cause);
                isFailing = true;
                await Task.Delay(AfterFailure, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RoundAsync(LeasedWork<T> work, CancellationToken stopping)
    {
        TimeSpan? due = await NextDueAsync(stopping);
        if (due <= TimeSpan.Zero)
        {
            foreach (T claim in await ClaimAsync(Math.Min(MostClaimed, work.Free), stopping)) work.Begin(claim);
            await Task.Delay(Gather, clock, stopping);
            return;
        }

        using CancellationTokenSource limit = new(due < longestSleep ? due.Value : longestSleep, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await HearAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The time is up.
        }
    }
}
