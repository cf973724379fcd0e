namespace CanaryJudge.Statistics;

/// <summary>What is believed of the lag-one correlation before the windows speak, and how far to err on the careful side.</summary>
/// <param name="Correlation">Prior lag-one correlation, in [0, 0.9]; it stands alone below five windows.</param>
/// <param name="Windows">How many windows the prior is worth, at least 0.</param>
/// <param name="LeanUp">Added to the correlation, divided by the square root of the windows and the prior's worth: 0 leans nowhere.</param>
public readonly record struct AutocorrelationPrior(double Correlation, double Windows, double LeanUp)
{
    /// <summary>For a series without history: 0.5, worth 8 windows, leaning up by 0.3.</summary>
    public static AutocorrelationPrior Series => new(0.5, 8, 0.3);

    /// <summary>For differences of ratios, whose windows are close to independent: 0, worth 16 windows, not leaning.</summary>
    public static AutocorrelationPrior Ratio => new(0, 16, 0);

    /// <summary>For a series whose history has told its correlation: worth 16 windows, leaning up by 0.3.</summary>
    /// <param name="correlation">The correlation seen in the history, in [0, 0.9].</param>
    public static AutocorrelationPrior SeriesWithHistory(double correlation) => new(correlation, 16, 0.3);
}
