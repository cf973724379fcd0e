using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts.Store;

namespace CanaryJudge.Analyzer.Rollouts.Acting;

/// <summary>
/// One time of work on one action: as far as it gets, until it is over or has to wait. Nothing is kept between two times but the record: where a death or a pause cut it off, the next look at
/// the rollout says how far it is.
/// </summary>
internal sealed class ActionWork(ActionParts parts, ActionRow claim, RolloutTarget target, CancellationToken cancellationToken)
{
    private const int MostSteps = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // A switch that is set makes every action due at once.
    private static readonly TimeSpan WhilePaused = TimeSpan.FromSeconds(30);

    private readonly long _began = parts.Clock.GetTimestamp();
    private readonly RolloutOptions _options = parts.Options;
    private TimeSpan _waitedBefore = TimeSpan.FromMilliseconds(claim.WaitedMillis);

    /// <summary>The straight line: observe, compare, choose, write down, send, write down.</summary>
    public async Task RunAsync()
    {
        RolloutAction action = claim.ToAction(await parts.Reads.StepsAsync(claim.Id, cancellationToken));
        // A step without an answer: whoever wrote it down died, was paused or held back. Whether it was sent nobody knows; the next look tells.
        if (action.Steps is [.., { Answer: null } open])
        {
            StepOutcome unknown = new(StepAnswer.Unknown, "Nobody has written what came of the step: its replica died, was paused, or was held back by a switch. The rollout is looked at before anything is sent again.");
            if (!await AnswerAsync(open.Number, open.Name, unknown)) return;
        }

        while (true)
        {
            action = claim.ToAction(await parts.Reads.StepsAsync(claim.Id, cancellationToken));

            // 1 observe
            RolloutReading reading = await parts.Look.SeeAsync(target, cancellationToken);
            if (reading.Observation is not { } now)
            {
                await WaitAsync($"{reading.Problem!.Message} {reading.Problem.Remedy}", AfterTrouble(action));
                return;
            }

            // 2 compare: another revision is left alone
            if (now.Revision != action.Revision && !MayBeTheEffect(action, now))
            {
                await EndAsync(ActionEnding.Superseded, Superseded(action, now));
                return;
            }

            if (action.Verb == RolloutVerb.Rollback && now.Revision == action.Revision && now.Baseline == action.Revision)
            {
                await EndAsync(ActionEnding.Refused, $"The revision {action.Revision} is the current version by now, so that there is nothing to go back to: roll the earlier version out again.");
                return;
            }

            // 3 choose
            NextMove move = target.Rollout.Next(now, action);
            if (move is not NextMove.Send send)
            {
                await SettleAsync(move, now);
                return;
            }

            if (now.Revision != action.Revision) throw new InvalidOperationException($"The rollout of {target.Name} gave the step {send.Step.Name} for {action.Revision}, which is not there any more.");
            if (action.Steps.Count >= MostSteps)
            {
                await EndAsync(ActionEnding.Failed, $"{action.Steps.Count} steps were sent without getting there: look at {target.Name} by hand.");
                return;
            }

            // 4 write the intent, 5 send, 6 write the outcome
            if (await SendAsync(action, send.Step) is not { } outcome) return;
            if (outcome.Answer == StepAnswer.Applied) continue;
            if (outcome.Answer == StepAnswer.Rejected)
            {
                await EndAsync(ActionEnding.Failed, $"The step {send.Step.Name} was rejected: {outcome.Message}");
                return;
            }

            TimeSpan wait = AfterTrouble(action);
            if (outcome.RetryAfter is { } asked && asked > wait) wait = asked < LongestWait ? asked : LongestWait;
            if (outcome.Answer == StepAnswer.PreconditionFailed && action.Steps is not [.., { Answer: StepAnswer.PreconditionFailed }]) continue;
            await WaitAsync($"Step {action.Steps.Count + 1}, {send.Step.Name}: {Word(outcome.Answer)}. {outcome.Message}", wait);
            return;
        }
    }

    private static string Word(StepAnswer answer) => answer switch
    {
        StepAnswer.Forbidden => "the service lacks a right",
        StepAnswer.PreconditionFailed => "its precondition did not hold",
        _ => "nobody knows what came of it, so that the rollout is looked at first",
    };

    // Where a rollback restores the baseline in place, or takes the canary away, the revision is not there afterwards: then nothing is sent, but the effect may be.
    private static bool MayBeTheEffect(RolloutAction action, RolloutObservation now) =>
        (now.Revision == action.Baseline && action.Baseline.Length > 0) || (action.Verb == RolloutVerb.Rollback && now is { Revision: "", CanaryTraffic: 0 });

    private static string Superseded(RolloutAction action, RolloutObservation now)
    {
        string found = now.Revision.Length == 0 ? "There is no canary any more" : $"Another revision is there: {now.Revision}";
        string done = action.Steps.Any(s => s.Answer is StepAnswer.Applied or StepAnswer.Unknown) ? "nothing more was done" : "nothing was done";
        return $"{found}. It was left alone, and {done} about {action.Revision}.";
    }

    // Null when the lease is lost, or a rule forbids the step.
    private async Task<StepOutcome?> SendAsync(RolloutAction action, RolloutStep step)
    {
        int number = action.Steps.Count + 1;
        (IntentAnswer answer, string why) = await parts.Writes.IntentAsync(claim, step, number, cancellationToken);
        if (answer != IntentAnswer.Written)
        {
            await HoldBackAsync(answer, why);
            return null;
        }

        claim.StartedMillis ??= parts.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        // Between the writing and the sending the process may have been paused for longer than its lease.
        long asked = parts.Clock.GetTimestamp();
        if (await parts.Writes.LeaseLeftAsync(claim, cancellationToken) is not { } left)
        {
            ActionLog.Lost(parts.Logger, claim.Id, claim.Target, claim.Fence);
            return null;
        }

        // A wall clock that was put back would make the lease look longer than any is.
        SendingLimit sending = new(parts.Clock, asked, left < _options.Lease ? left : _options.Lease);

        StepOutcome outcome;
        using Activity? span = ActionSpan.BeginStep(step);
        using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(_options.CallTimeout);
            try
            {
                outcome = await target.Rollout.SendAsync(step with { Limit = sending }, limit.Token);
            }
            catch (Exception cause)
            {
                outcome = new StepOutcome(StepAnswer.Unknown, cause is OperationCanceledException ? $"There was no answer within {_options.CallTimeout.TotalSeconds:0.##} s, or the service was stopped." : $"The sending failed: {cause.Message}");
            }
        }

        ActionSpan.End(span, outcome);
        parts.Meter.CountStep(action.Verb, outcome.Answer);
        return await AnswerAsync(number, step.Name, outcome) ? outcome : null;
    }

    private async Task<bool> AnswerAsync(int number, string name, StepOutcome outcome)
    {
        // The answer is known: it is written down even when the service is about to stop.
        bool isWritten = await parts.Writes.AnsweredAsync(claim, number, name, outcome, CancellationToken.None);
        if (!isWritten) ActionLog.Lost(parts.Logger, claim.Id, claim.Target, claim.Fence);
        else if (outcome.Answer == StepAnswer.Applied) (_waitedBefore, claim.WaitedMillis) = (-parts.Clock.GetElapsedTime(_began), 0);
        if (isWritten && outcome.Answer != StepAnswer.Applied) ActionLog.NotApplied(parts.Logger, claim.Id, claim.Target, name, outcome.Answer, outcome.Message);
        return isWritten;
    }

    private Task SettleAsync(NextMove move, RolloutObservation now) => move switch
    {
        NextMove.Done done => EndAsync(ActionEnding.Done, $"{done.Effect}{(now.Facts.Count > 0 ? $" Seen: {string.Join("; ", now.Facts)}." : "")}"),
        NextMove.Wait wait => WaitAsync(wait.For, _options.Poll),
        NextMove.Refuse refuse => EndAsync(ActionEnding.Refused, $"{refuse.Reason} {refuse.Remedy}"),
        _ => throw new InvalidOperationException($"There is no move of the kind {move.GetType().Name}."),
    };

    private async Task HoldBackAsync(IntentAnswer answer, string why)
    {
        switch (answer)
        {
            case IntentAnswer.Lost:
                ActionLog.Lost(parts.Logger, claim.Id, claim.Target, claim.Fence);
                return;
            case IntentAnswer.Refused:
                await EndAsync(ActionEnding.Refused, why);
                return;
            default:
                if (answer == IntentAnswer.Tripped)
                {
                    ActionLog.Limited(parts.Logger, why);
                    parts.Meter.CountAlarm();
                }

                if (await parts.Writes.WaitAsync(claim, isPaused: true, why, _waitedBefore < TimeSpan.Zero ? TimeSpan.Zero : _waitedBefore, WhilePaused, cancellationToken)) ActionLog.Paused(parts.Logger, claim.Id, claim.Target, why);
                return;
        }
    }

    // Time is measured, not read from the wall: a clock that is moved makes nobody give up.
    private async Task WaitAsync(string status, TimeSpan wait)
    {
        TimeSpan waited = _waitedBefore + parts.Clock.GetElapsedTime(_began);
        if (waited > _options.Patience)
        {
            await EndAsync(ActionEnding.Failed, $"Given up after {waited.TotalMinutes:0.#} min without getting on (Rollouts:Patience): {status}");
            return;
        }

        if (status != claim.Status) ActionLog.Waiting(parts.Logger, claim.Id, claim.Target, status);
        if (!await parts.Writes.WaitAsync(claim, isPaused: false, status, waited + wait, wait, cancellationToken)) ActionLog.Lost(parts.Logger, claim.Id, claim.Target, claim.Fence);
    }

    private async Task EndAsync(ActionEnding ending, string status)
    {
        if (!await parts.Writes.EndAsync(claim, ending, status, cancellationToken))
        {
            ActionLog.Lost(parts.Logger, claim.Id, claim.Target, claim.Fence);
            return;
        }

        RolloutVerb verb = claim.ToAction([]).Verb;
        parts.Meter.CountEnd(verb, ending, parts.Clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(claim.CreatedMillis));
        if (ending == ActionEnding.Failed) ActionLog.GivenUp(parts.Logger, claim.Id, verb, claim.Target, claim.Revision, status);
        else ActionLog.Over(parts.Logger, claim.Id, verb, claim.Target, claim.Revision, ending, status);
    }

    // Longer from trouble to trouble.
    private TimeSpan AfterTrouble(RolloutAction action)
    {
        int inARow = action.Steps.Reverse().TakeWhile(s => s.Answer is not StepAnswer.Applied).Count();
        return TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, _options.Poll.Ticks << Math.Min(inARow, 5)));
    }
}
