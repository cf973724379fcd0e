namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>
/// One rollout that can be acted on. The engine calls it in a loop: observe, ask for the next move, write down what is about to be sent, send it, write down what came of it,
/// observe again. Nothing is remembered between calls: another replica may make the next one.
/// </summary>
internal interface IRollout
{
    /// <summary>Looks at the rollout as it is now. Changes nothing.</summary>
    /// <param name="cancellationToken">Ends it; the engine bounds its time.</param>
    /// <returns>What was seen, or why nothing could be. What the world did is never an exception.</returns>
    Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The single next move that brings the rollout nearer to what the action wants, in the order that harms nobody: traffic goes back before anything is scaled down. Pure:
    /// a function of its arguments alone.
    /// </summary>
    /// <param name="now">
    /// What was just observed by this rollout. Its revision is the action's; or that of the action's baseline, or none without traffic: then the engine sends nothing, and wants to know whether the
    /// effect is there.
    /// </param>
    /// <param name="action">What is wanted, with the steps that were sent so far.</param>
    /// <returns>Done (the effect was seen), wait, send a step, or refuse.</returns>
    NextMove Next(RolloutObservation now, RolloutAction action);

    /// <summary>Sends a step with its precondition, so that the receiver changes nothing when the precondition does not hold any more. Once: whether it is sent again is decided after another look.</summary>
    /// <param name="step">A step that <see cref="Next"/> of this rollout gave, with its limit: looked at as late as can be before it leaves.</param>
    /// <param name="cancellationToken">Ends it; the engine bounds its time.</param>
    /// <returns>What came of it. When in doubt, <see cref="StepAnswer.Unknown"/>: never an exception for what the world did.</returns>
    Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken);
}
