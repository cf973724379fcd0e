namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Sorts of problems when a rollout is looked at. All of them are tried again; after a while the action ends as failed.</summary>
internal enum RolloutProblemKind
{
    /// <summary>No answer, or one that says to come again.</summary>
    Unreachable,

    /// <summary>The service lacks a right.</summary>
    Forbidden,

    /// <summary>There is no such rollout.</summary>
    Missing,

    /// <summary>There was an answer that could not be understood.</summary>
    Unreadable,
}
