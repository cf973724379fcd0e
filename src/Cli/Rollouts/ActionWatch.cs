using CanaryJudge.Cli.Analyses;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Policies;
using Grpc.Core;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>Watches one action to its end, over as many connections as it takes.</summary>
internal sealed class ActionWatch(RolloutServer server, Uri address, ActionView view, Session session)
{
    // How long the service may be gone before nobody waits for it any more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long _heard = session.Clock.GetTimestamp();

    /// <summary>Watches.</summary>
    /// <param name="action">The action as it was last seen.</param>
    /// <param name="atMost">How long; null for to the end.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>The action as it was seen last.</returns>
    public async Task<RolloutAction> RunAsync(RolloutAction action, TimeSpan? atMost, CancellationToken interrupted)
    {
        using CancellationTokenSource limit = atMost is { } time ? new CancellationTokenSource(time, session.Clock) : new CancellationTokenSource();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupted);
        try
        {
            for (int attempt = 0; action.State != RolloutActionState.Ended; attempt++)
            {
                try
                {
                    using AsyncServerStreamingCall<WatchActionResponse> call = server.Watch(action.Id, either.Token);
                    await foreach (WatchActionResponse response in call.ResponseStream.ReadAllAsync(either.Token))
                    {
                        (action, attempt, _heard) = (response.Action, 0, session.Clock.GetTimestamp());
                        view.Show(action);
                    }
                }
                catch (RpcException broken) when (!either.IsCancellationRequested)
                {
                    await PauseAsync(broken, attempt, either.Token);
                }
                catch (RpcException) when (either.IsCancellationRequested)
                {
                    throw new OperationCanceledException(either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            await session.Terminal.Error.WriteLineAsync($"canaryjudge: the action has not ended in {DurationText.Format(atMost!.Value)}; it goes on");
        }

        return action;
    }

    private async Task PauseAsync(RpcException broken, int attempt, CancellationToken cancellationToken)
    {
        string why = ServerWords.Of(broken, address);
        if (!ServerWords.MayPass(broken) || session.Clock.GetElapsedTime(_heard) > Patience) throw new CommandFailedException(ExitCode.CouldNotJudge, why);
        view.Interrupted(why);
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.5 * (1 << Math.Min(attempt, 5)))), session.Clock, cancellationToken);
    }
}
