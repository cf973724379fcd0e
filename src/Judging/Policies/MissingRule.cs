namespace CanaryJudge.Judging.Policies;

/// <summary>What a metric without data does to the verdict. It never passes.</summary>
public enum MissingRule
{
    /// <summary>The metric holds the rollout: no promotion, no rollback on its account.</summary>
    Hold,

    /// <summary>The metric counts as failed once its data is missing.</summary>
    Fail,
}
