namespace CanaryJudge.Judging.Planning;

/// <summary>Which version a number belongs to.</summary>
public enum Side
{
    /// <summary>The current version.</summary>
    Baseline,

    /// <summary>The new version.</summary>
    Canary,
}
