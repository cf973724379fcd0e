namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What looking at a rollout gave: an observation, or a problem.</summary>
internal sealed record RolloutReading
{
    private RolloutReading()
    {
    }

    /// <summary>What was seen; null when nothing could be.</summary>
    public RolloutObservation? Observation { get; private init; }

    /// <summary>Why nothing could be seen; null when something was.</summary>
    public RolloutProblem? Problem { get; private init; }

    /// <summary>Something was seen.</summary>
    public static RolloutReading Of(RolloutObservation observation) => new() { Observation = observation };

    /// <summary>Nothing could be seen.</summary>
    public static RolloutReading Failed(RolloutProblemKind kind, string message, string remedy) => new() { Problem = new RolloutProblem(kind, message, remedy) };
}
