using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Judging.Sequential;

/// <summary>The constants of sequential judging. They are fixed before any data is seen; docs/sequential.md derives each.</summary>
public sealed record SequentialParameters
{
    /// <summary>The design without its later improvements: kept so that its published curves can be checked.</summary>
    public static SequentialParameters Plain { get; } = new()
    {
        TemperCounts = false, MixMemory = false, Settle = false, LearnDriftMemory = false, SignsAtLastLook = false, MoreOnMargin = false, DriftAhead = false, SplitHistogramMargins = false, Prewhiten = false, SecondKeyForZeros = false,
        CentreDispersion = false, MostMissing = 1, MostLopsided = 1, HistoryVarianceWeight = 6, HistoryLeastWindows = 4, LastLookAlpha = 0, LastLookBeta = 0,
    };

    /// <summary>Thresholds from the error budget: total false rollback 0.7 %, wrong promotion 5 % a metric.</summary>
    public static SequentialParameters Strict { get; } = new() { Alpha = 0.005, Beta = 0.01, LastLookAlpha = 0.002, LastLookBeta = 0.04 };

    /// <summary>Thresholds from measured error rates: series with a history, whose evidence errs on the careful side, at a third of the evidence.</summary>
    public static SequentialParameters Calibrated { get; } = Strict with { SeriesRelief = 3, MoreOnMargin = false };

    /// <summary>The strict constants before counts were tempered and memory averaged over: kept to be measured against.</summary>
    public static SequentialParameters Before { get; } = new()
    {
        TemperCounts = false, MixMemory = false, Settle = false, LearnDriftMemory = false, SignsAtLastLook = false, MoreOnMargin = false, DriftAhead = false, MostLopsided = 1,
        Alpha = 0.007, Beta = 0.02, LastLookAlpha = 0.003, LastLookBeta = 0.03,
    };

    /// <summary>The constants of a policy's guarantee.</summary>
    /// <param name="guarantee">The guarantee.</param>
    /// <returns>The constants.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The guarantee is not one of the words.</exception>
    public static SequentialParameters Of(Guarantee guarantee) => guarantee switch
    {
        Guarantee.Strict => Strict,
        Guarantee.Calibrated => Calibrated,
        _ => throw new ArgumentOutOfRangeException(nameof(guarantee), guarantee, "A guarantee is strict or calibrated."),
    };

    /// <summary>Probability of a false rollback over all metrics and all looks. Inside (0, 1).</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Probability of a wrong pass a metric over all looks. Inside (0, 1).</summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>Part of the false-rollback budget kept for one fixed-sample test at the horizon; 0 for none.</summary>
    public double LastLookAlpha { get; init; }

    /// <summary>Part of the wrong-pass budget kept for one fixed-sample test at the horizon; 0 for none.</summary>
    public double LastLookBeta { get; init; }

    /// <summary>True when, given a history, dispersion is estimated around the windows' own mean rather than around each hypothesis.</summary>
    public bool CentreDispersion { get; init; } = true;

    /// <summary>Windows that a series' history is worth as an estimate of its variance.</summary>
    public double HistoryVarianceWeight { get; init; } = 12;

    /// <summary>Windows a series with a history needs before harm may be found; fewer would take the end of a cold start for harm.</summary>
    public int HistoryLeastWindows { get; init; } = 6;

    /// <summary>Share of the windows after warm-up that the canary alone may miss more often than the baseline alone before nothing is promoted. Inside [0, 1].</summary>
    public double MostLopsided { get; init; } = 0.25;

    /// <summary>By how much the evidence of harm of a series with a history may be smaller than a count's. 1 or more.</summary>
    public double SeriesRelief { get; init; } = 1;

    /// <summary>True when counts are judged by the exact key, tempered by their clumping; false for the first design's two keys.</summary>
    public bool TemperCounts { get; init; } = true;

    /// <summary>True when a series' noise and memory are averaged over; false when they are estimated and put in.</summary>
    public bool MixMemory { get; init; } = true;

    /// <summary>True when windows are left out in which a start-up that the warm-up has shown is still to end.</summary>
    public bool Settle { get; init; } = true;

    /// <summary>True when the drift guard learns the memory of a series from its history too.</summary>
    public bool LearnDriftMemory { get; init; } = true;

    /// <summary>True when the last look at a series that is mostly zero also counts the windows in which one side alone is not zero.</summary>
    public bool SignsAtLastLook { get; init; } = true;

    /// <summary>True when the evidence of harm of a series with a history puts 0.8 instead of 0.6 of its weight on the margin itself.</summary>
    public bool MoreOnMargin { get; init; } = true;

    /// <summary>True when a drift that passes the margin by the horizon beyond doubt is harm; false when its level must be beyond the margin first.</summary>
    public bool DriftAhead { get; init; } = true;

    /// <summary>Share of the windows after warm-up that may be missing before nothing is promoted. Inside [0, 1].</summary>
    public double MostMissing { get; init; } = 0.5;

    /// <summary>Windows with both sides present before a promotion. 1 or more.</summary>
    public int MinWindows { get; init; } = 5;

    /// <summary>Canary events (requests) a count stream needs before a promotion.</summary>
    public double MinEvents { get; init; } = 200;

    /// <summary>True when the safety side of a histogram uses the mean of the two tail models' margins.</summary>
    public bool SplitHistogramMargins { get; init; } = true;

    /// <summary>True when a series is prewhitened instead of its evidence divided by the autocorrelation time.</summary>
    public bool Prewhiten { get; init; } = true;

    /// <summary>True when a series that is mostly zero gets a second key: the share of windows that are not zero.</summary>
    public bool SecondKeyForZeros { get; init; } = true;
}
