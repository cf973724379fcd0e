namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What is to be done next for an action.</summary>
internal abstract record NextMove
{
    private NextMove()
    {
    }

    /// <summary>Nothing more: the effect is there, and was seen.</summary>
    /// <param name="Effect">What was seen, in a sentence: "All traffic goes to the baseline, and no canary pod is left."</param>
    internal sealed record Done(string Effect) : NextMove;

    /// <summary>Nothing for now: what was sent takes time.</summary>
    /// <param name="For">What is waited for, in a sentence.</param>
    internal sealed record Wait(string For) : NextMove;

    /// <summary>Send this step.</summary>
    /// <param name="Step">The step.</param>
    internal sealed record Send(RolloutStep Step) : NextMove;

    /// <summary>Nothing, ever: this action cannot be done to this rollout.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    /// <param name="Remedy">What a person can do.</param>
    internal sealed record Refuse(string Reason, string Remedy) : NextMove;
}
