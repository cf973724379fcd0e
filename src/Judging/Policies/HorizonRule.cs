namespace CanaryJudge.Judging.Policies;

/// <summary>What becomes of a rollout that is still on pause at its horizon.</summary>
public enum HorizonRule
{
    /// <summary>It is held: a person decides.</summary>
    Hold,

    /// <summary>What is not proven safe by then is rolled back.</summary>
    Rollback,

    /// <summary>It is promoted when every metric has its data and leans to safety; else it is held.</summary>
    Promote,
}
