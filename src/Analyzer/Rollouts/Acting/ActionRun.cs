using System.Data.Common;
using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts.Store;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>Works on one action that this replica has leased. A failure leaves it as it was, and it is taken up again.</summary>
internal sealed class ActionRun(ActionReads reads, ActionWrites writes, RolloutLook look, RolloutTargets targets, ActionMeter meter, IOptions<RolloutOptions> options, TimeProvider clock, ILogger<ActionRun> logger)
{
    private static readonly TimeSpan AfterStoreFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterDefect = TimeSpan.FromSeconds(30);

    private readonly ActionParts _parts = new(reads, writes, look, meter, options.Value, clock, logger);

    /// <summary>Works on it.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="cancellationToken">Ends it: the lease is lost, or the service stops.</param>
    public async Task RunAsync(ActionRow claim, CancellationToken cancellationToken)
    {
        using Activity? span = ActionSpan.Begin(claim);
        meter.Begin();
        try
        {
            RolloutTarget target = targets.Find(claim.Target) ?? throw new InvalidOperationException($"The target {claim.Target} is not known.");
            await new ActionWork(_parts, claim, target, cancellationToken).RunAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!await ReleaseAsync(claim, TimeSpan.Zero)) ActionLog.Lost(logger, claim.Id, claim.Target, claim.Fence);
        }
        catch (DbException cause)
        {
            // Nothing was written, or all of it was and the answer was lost: the next look finds out.
            ActionLog.StoreFailed(logger, cause, claim.Id, claim.Target);
            await ReleaseAsync(claim, AfterStoreFailure);
        }
        catch (Exception cause)
        {
            ActionLog.Failed(logger, cause, claim.Id, claim.Target);
            await ReleaseAsync(claim, AfterDefect);
        }
        finally
        {
            meter.End();
        }
    }

    private async Task<bool> ReleaseAsync(ActionRow claim, TimeSpan wait)
    {
        try
        {
            return await writes.ReleaseAsync(claim, wait, CancellationToken.None);
        }
        catch (DbException)
        {
            return false; // The lease ends by itself.
        }
    }
}
