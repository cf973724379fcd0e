namespace CanaryJudge.Judging.Policies;

/// <summary>How the checks of judge threshold add up to a verdict.</summary>
public sealed record ThresholdRules
{
    /// <summary>Failed checks of one metric that roll back, in a row or not. 1 or more. Default: 5.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>Passed checks that every metric needs for a promotion; 0 promotes at the horizon when no metric has failed so often before. Default: 10.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>Events that each side needs for one check of a ratio or a histogram; windows are added up until then. 1 or more. Default: 100.</summary>
    public int MinEvents { get; init; } = 100;

    /// <summary>Passed checks without which nothing is promoted: a metric that could not have failed yet has not passed.</summary>
    internal int LeastPasses => Passes > 0 ? Passes : Failures;
}
