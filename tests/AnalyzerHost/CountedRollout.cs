using CanaryJudge.Analyzer.Rollouts;

namespace CanaryJudge.AnalyzerHost;

/// <summary>A rollout whose calls are numbered.</summary>
internal sealed class CountedRollout(IRollout rollout, WriteNumbers numbers) : IRollout
{
    /// <inheritdoc/>
    public async Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken)
    {
        numbers.Pass("before a look");
        RolloutReading reading = await rollout.ObserveAsync(cancellationToken);
        numbers.Pass("after a look");
        return reading;
    }

    /// <inheritdoc/>
    public NextMove Next(RolloutObservation now, RolloutAction action) => rollout.Next(now, action);

    /// <inheritdoc/>
    public async Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken)
    {
        numbers.Pass($"before the call {step.Name}");
        StepOutcome outcome = await rollout.SendAsync(step, cancellationToken);
        numbers.Pass($"after the call {step.Name}");
        return outcome;
    }
}
