namespace CanaryJudge.Judging.Rehearsing;

/// <summary>What is wrong with a rehearsed canary.</summary>
public enum InjectionKind
{
    /// <summary>Worse by a multiple of the margin from its first window on: a share, a level, or every observation of a histogram.</summary>
    Shift,

    /// <summary>Histogram: as many observations again as lie above the highest judged quantile take four times that quantile's value.</summary>
    Tail,

    /// <summary>Resource: grows steadily from nothing and is at twice the margin at the horizon.</summary>
    Leak,
}
