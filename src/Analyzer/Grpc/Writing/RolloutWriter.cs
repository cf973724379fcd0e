using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using Google.Protobuf.WellKnownTypes;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From targets, actions and switches to the wire.</summary>
internal static class RolloutWriter
{
    /// <summary>Writes a target.</summary>
    public static Wire.Target Write(TargetView view)
    {
        Wire.Target wire = new()
        {
            Name = view.Target.Name,
            Kind = view.Target.Kind,
            Mode = AnalysisWriter.Mode(view.Target.Mode),
            Enabled = view.Target.IsEnabled,
            Switch = view.Switch is { } own ? Write(own) : null,
            Observation = view.Reading?.Observation is { } seen ? Write(seen) : null,
            Problem = view.Reading?.Problem is { } problem ? $"{problem.Message} {problem.Remedy}" : "",
        };
        wire.Actions.AddRange(view.Live.Select(Write));
        return wire;
    }

    /// <summary>Writes a switch.</summary>
    public static Wire.RolloutSwitch Write(RolloutSwitch one) => new()
    {
        Target = one.Target,
        State = one.State switch
        {
            SwitchState.On => Wire.RolloutSwitchState.On,
            SwitchState.People => Wire.RolloutSwitchState.People,
            SwitchState.Off => Wire.RolloutSwitchState.Off,
            _ => throw Unmapped(one.State),
        },
        By = one.By,
        Reason = one.Reason,
        Time = one.AtMillis == 0 ? null : Time(one.AtMillis),
    };

    /// <summary>Writes an action.</summary>
    public static Wire.RolloutAction Write(RolloutAction action)
    {
        Wire.RolloutAction wire = new()
        {
            Id = action.Id,
            Target = action.Target,
            Verb = Verb(action.Verb),
            Revision = action.Revision,
            Baseline = action.Baseline,
            AnalysisId = action.AnalysisId ?? "",
            By = action.By,
            ByPolicy = action.IsByPolicy,
            Reason = action.Reason,
            Again = action.IsAgain,
            State = State(action.State),
            Ending = Ending(action.Ending),
            Status = action.Status,
            CreateTime = Time(action.CreatedMillis),
            StartTime = Time(action.StartedMillis),
            EndTime = Time(action.EndedMillis),
            Sequence = checked((int)action.Sequence),
        };
        wire.Steps.AddRange(action.Steps.Select(Write));
        return wire;
    }

    /// <summary>Writes what an action would do.</summary>
    public static Wire.RolloutDryRun Write(DryRun dry)
    {
        Wire.RolloutDryRun wire = new()
        {
            Observation = Write(dry.Now),
            Next = dry.Next switch
            {
                NextMove.Done done => $"Nothing: {done.Effect}",
                NextMove.Wait wait => $"Nothing for now: {wait.For}",
                NextMove.Refuse refuse => $"Nothing: {refuse.Reason} {refuse.Remedy}",
                NextMove.Send send => send.Step.Description,
                _ => throw new ArgumentOutOfRangeException(nameof(dry), dry.Next, "The contract has no word for this move."),
            },
            Step = dry.Next is NextMove.Send { Step: { } step } ? Write(step) : null,
        };
        wire.Hindrances.AddRange(dry.Hindrances);
        return wire;
    }

    /// <summary>The word for a state.</summary>
    public static Wire.RolloutActionState State(ActionState state) => state switch
    {
        ActionState.Asked => Wire.RolloutActionState.Asked,
        ActionState.Acting => Wire.RolloutActionState.Acting,
        ActionState.Paused => Wire.RolloutActionState.Paused,
        ActionState.Ended => Wire.RolloutActionState.Ended,
        _ => throw Unmapped(state),
    };

    /// <summary>The word for an ending.</summary>
    public static Wire.RolloutActionEnding Ending(ActionEnding? ending) => ending switch
    {
        null => Wire.RolloutActionEnding.Unspecified,
        ActionEnding.Done => Wire.RolloutActionEnding.Done,
        ActionEnding.Superseded => Wire.RolloutActionEnding.Superseded,
        ActionEnding.Refused => Wire.RolloutActionEnding.Refused,
        ActionEnding.Failed => Wire.RolloutActionEnding.Failed,
        ActionEnding.Cancelled => Wire.RolloutActionEnding.Cancelled,
        ActionEnding.Replaced => Wire.RolloutActionEnding.Replaced,
        ActionEnding.Advised => Wire.RolloutActionEnding.Advised,
        _ => throw Unmapped(ending.Value),
    };

    /// <summary>The word for an answer.</summary>
    public static Wire.RolloutStepAnswer Answer(StepAnswer? answer) => answer switch
    {
        null => Wire.RolloutStepAnswer.Unspecified,
        StepAnswer.Applied => Wire.RolloutStepAnswer.Applied,
        StepAnswer.PreconditionFailed => Wire.RolloutStepAnswer.PreconditionFailed,
        StepAnswer.Forbidden => Wire.RolloutStepAnswer.Forbidden,
        StepAnswer.Rejected => Wire.RolloutStepAnswer.Rejected,
        StepAnswer.Unknown => Wire.RolloutStepAnswer.Unknown,
        _ => throw Unmapped(answer.Value),
    };

    /// <summary>The word for a verb.</summary>
    public static Wire.RolloutVerb Verb(RolloutVerb verb) => verb switch
    {
        RolloutVerb.Promote => Wire.RolloutVerb.Promote,
        RolloutVerb.Hold => Wire.RolloutVerb.Hold,
        RolloutVerb.Rollback => Wire.RolloutVerb.Rollback,
        _ => throw Unmapped(verb),
    };

    private static Wire.RolloutActionStep Write(SentStep step) => new()
    {
        Number = step.Number,
        Name = step.Name,
        Description = step.Description,
        Request = step.Request,
        Body = step.Body,
        Precondition = step.Precondition,
        Digest = step.Digest,
        IntentTime = Time(step.IntentMillis),
        Answer = Answer(step.Answer),
        Message = step.Message ?? "",
        AnswerTime = Time(step.AnsweredMillis),
    };

    private static Wire.RolloutPlannedStep Write(RolloutStep step)
    {
        Wire.RolloutPlannedStep wire = new()
        {
            Name = step.Name,
            Description = step.Description,
            Method = step.Method,
            Path = step.Path,
            ContentType = step.ContentType,
            Body = step.Body,
            Precondition = step.Precondition.Words,
        };
        foreach ((string name, string value) in step.Precondition.Data) wire.PreconditionData.Add(name, value);
        wire.Rights.AddRange(step.Rights.Select(right => right.ToString()));
        return wire;
    }

    private static Wire.RolloutObservation Write(RolloutObservation seen)
    {
        Wire.RolloutObservation wire = new() { Revision = seen.Revision, Baseline = seen.Baseline, Settled = seen.IsSettled, Owner = seen.Owner ?? "" };
        if (seen.CanaryTraffic is { } share) wire.CanaryTraffic = share;
        if (seen.IsHeld is { } held) wire.Held = held;
        wire.Facts.AddRange(seen.Facts);
        return wire;
    }

    private static Timestamp? Time(long? millis) => millis is { } value ? Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(value)) : null;

    // A new word of the house needs a word of the contract; the tests walk every value.
    private static ArgumentOutOfRangeException Unmapped<T>(T value)
        where T : struct, System.Enum => new(nameof(value), value, $"The contract has no word for {typeof(T).Name}.{value}.");
}
