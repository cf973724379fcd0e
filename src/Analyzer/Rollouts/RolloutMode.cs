namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>What becomes of a decision about a target.</summary>
internal enum RolloutMode
{
    /// <summary>It is told, and nothing is done.</summary>
    Advise,

    /// <summary>It is done.</summary>
    Act,
}
