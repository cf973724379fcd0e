using CanaryJudge.Cli.Frame;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Judging.Policies;
using Grpc.Core;

namespace CanaryJudge.Cli.Analyses;

/// <summary>Watches one analysis to its end, over as many connections as it takes: each goes on after the last event that was seen.</summary>
internal sealed class WatchRun(AnalysisServer server, Uri address, IWatchView view, Session session)
{
    // How long the service may be gone before nobody waits for it any more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private int _after;
    private long _heard = session.Clock.GetTimestamp();

    /// <summary>True once the event that ends the analysis was seen.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Watches.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="after">The last event that need not be shown.</param>
    /// <param name="atMost">How long; null for to the end.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>The exit code of the decision; pause when it had not ended in time.</returns>
    public async Task<int> RunAsync(string id, int after, TimeSpan? atMost, CancellationToken interrupted)
    {
        using CancellationTokenSource limit = atMost is { } time ? new CancellationTokenSource(time, session.Clock) : new CancellationTokenSource();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, interrupted);
        _after = after;
        try
        {
            GetAnalysisResponse watched = await server.GetAsync(id, either.Token);
            // What the events say is enough: the decision is known even when the service goes down right after it.
            Analysis current = watched.Analysis.Clone();
            await view.ShowAsync(watched, show => FollowAsync(
                id,
                made =>
                {
                    Apply(made, current);
                    show(made);
                },
                either.Token));
            if (current.State != AnalysisState.Ended) current = (await server.GetAsync(id, either.Token)).Analysis;
            view.Close(current);
            return AnalysisWords.ExitCodeOf(current);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !interrupted.IsCancellationRequested)
        {
            await session.Terminal.Error.WriteLineAsync($"canaryjudge: the analysis has not ended in {DurationText.Format(atMost!.Value)}; it goes on");
            return ExitCode.Pause;
        }
    }

    private static void Apply(AnalysisEvent made, Analysis analysis)
    {
        analysis.State = made.State;
        analysis.Sequence = made.Sequence;
        analysis.WindowsElapsed = made.WindowsElapsed;
        analysis.Reason = made.Reason;
        if (made.Kind is AnalysisEventKind.Judged or AnalysisEventKind.SourceFailed) analysis.CouldNotJudge = made.Kind == AnalysisEventKind.SourceFailed;
        if (made.Kind == AnalysisEventKind.Judged) analysis.Outcome = made.Outcome;
        if (made.State != AnalysisState.Ended) return;
        analysis.Decision = made.Outcome;
        analysis.Ending = made.Ending;
        analysis.EndedBy = made.Actor;
        analysis.EndTime = made.Time;
    }

    private async Task FollowAsync(string id, Action<AnalysisEvent> show, CancellationToken cancellationToken)
    {
        for (int attempt = 0; !HasEnded; attempt++)
        {
            int seen = _after;
            try
            {
                await ReadAsync(id, show, cancellationToken);
                // An analysis that had ended before the first event asked for.
                if (_after == seen) HasEnded = true;
                if (HasEnded) return;
            }
            catch (RpcException broken) when (!cancellationToken.IsCancellationRequested)
            {
                if (_after > seen) attempt = 0;
                await PauseAsync(broken, attempt, cancellationToken);
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    private async Task ReadAsync(string id, Action<AnalysisEvent> show, CancellationToken cancellationToken)
    {
        using AsyncServerStreamingCall<WatchAnalysisResponse> call = server.Watch(id, _after, cancellationToken);
        await call.ResponseHeadersAsync.WaitAsync(cancellationToken);
        _heard = session.Clock.GetTimestamp();
        await foreach (WatchAnalysisResponse response in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            _heard = session.Clock.GetTimestamp();
            _after = response.Event.Sequence;
            show(response.Event);
            HasEnded |= response.Event.State == AnalysisState.Ended;
        }
    }

    private async Task PauseAsync(RpcException broken, int attempt, CancellationToken cancellationToken)
    {
        string why = ServerWords.Of(broken, address);
        if (!ServerWords.MayPass(broken) || session.Clock.GetElapsedTime(_heard) > Patience) throw new CommandFailedException(ExitCode.CouldNotJudge, why);
        view.Interrupted(why);
        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.5 * (1 << Math.Min(attempt, 5))));
        await Task.Delay(pause, session.Clock, cancellationToken);
    }
}
