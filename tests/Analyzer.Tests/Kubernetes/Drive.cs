using System.Diagnostics;
using CanaryJudge.Analyzer.Rollouts;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Drives a rollout as the engine does, without its record: observe, ask for the next move, send it, observe again.</summary>
internal sealed class Drive(IRollout rollout, RolloutVerb verb)
{
    private readonly List<SentStep> _steps = [];

    /// <summary>The steps that were sent, with what came of them.</summary>
    public IReadOnlyList<SentStep> Steps => _steps;

    /// <summary>The names of the steps that were taken.</summary>
    public IEnumerable<string> Taken => _steps.Where(step => step.Answer == StepAnswer.Applied).Select(step => step.Name);

    /// <summary>Looks at the rollout.</summary>
    public static async Task<RolloutObservation> LookAsync(IRollout rollout)
    {
        RolloutReading reading = await rollout.ObserveAsync(TestContext.Current.CancellationToken);
        return reading.Observation ?? throw new InvalidOperationException($"{reading.Problem!.Kind}: {reading.Problem.Message} {reading.Problem.Remedy}");
    }

    /// <summary>Acts on the revision that is there now.</summary>
    public async Task<ActionEnding> RunAsync() => await RunAsync(await LookAsync(rollout));

    /// <summary>Acts on a revision, to the end.</summary>
    /// <param name="first">The rollout when the revision was first seen.</param>
    public async Task<ActionEnding> RunAsync(RolloutObservation first)
    {
        RolloutAction action = ActionOn(first);
        long start = Stopwatch.GetTimestamp();
        string last = "";
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2))
        {
            RolloutReading reading = await rollout.ObserveAsync(TestContext.Current.CancellationToken);
            if (reading.Observation is { } now)
            {
                if (now.Revision != first.Revision && now.Revision != first.Baseline) return ActionEnding.Superseded;
                NextMove move = rollout.Next(now, action with { Steps = [.. _steps] });
                switch (move)
                {
                    case NextMove.Done done:
                        Words = done.Effect;
                        return ActionEnding.Done;
                    case NextMove.Refuse refused:
                        Words = $"{refused.Reason} {refused.Remedy}";
                        return ActionEnding.Refused;
                    case NextMove.Send send:
                        StepOutcome outcome = await rollout.SendAsync(send.Step, TestContext.Current.CancellationToken);
                        Record(send.Step, outcome);
                        Words = outcome.Message;
                        if (outcome.Answer is StepAnswer.Rejected or StepAnswer.Forbidden) return ActionEnding.Failed;
                        break;
                    case NextMove.Wait wait:
                        last = wait.For;
                        break;
                }
            }
            else
            {
                last = reading.Problem!.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The action did not end: {last}");
    }

    /// <summary>What it ended with, or the last answer.</summary>
    public string Words { get; private set; } = "";

    /// <summary>The action that is driven.</summary>
    public RolloutAction ActionOn(RolloutObservation first) => new()
    {
        Id = "0198c0de-0000-7000-8000-000000000000",
        Target = "checkout",
        Verb = verb,
        Revision = first.Revision,
        Baseline = first.Baseline,
        By = "policy checkout",
        IsByPolicy = true,
        Reason = "errors are up",
        State = ActionState.Acting,
        Status = "",
        CreatedMillis = 0,
        Sequence = 1,
    };

    private void Record(RolloutStep step, StepOutcome outcome) => _steps.Add(new SentStep
    {
        Number = _steps.Count + 1,
        Name = step.Name,
        Description = step.Description,
        Request = $"{step.Method} {step.Path}",
        Body = step.Body,
        Precondition = step.Precondition.Words,
        Digest = step.Digest(),
        IntentMillis = 0,
        Answer = outcome.Answer,
        Message = outcome.Message,
    });
}
