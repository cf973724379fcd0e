namespace CanaryJudge.Statistics;

/// <summary>How counts of two sides are compared: as shares of trials or as rates of events an exposure, and by which margins.</summary>
/// <param name="Margin">The smallest added share (0.005 is half a percentage point) or rate that is harm, above 0.</param>
/// <param name="SafeMargin">The added share or rate that evidence of safety speaks against, above 0; usually the margin.</param>
/// <param name="IsRate">True for a rate: trials are an exposure of any unit (seconds, pod-hours), events may exceed it, and noise is Poisson's rather than binomial.</param>
public readonly record struct RatioScale(double Margin, double SafeMargin, bool IsRate)
{
    private const double LargestShare = 0.999;

    /// <summary>Shares of trials.</summary>
    /// <param name="margin">The smallest added share that is harm, above 0.</param>
    /// <returns>The scale, with the same margin for safety.</returns>
    public static RatioScale Share(double margin) => new(margin, margin, IsRate: false);

    /// <summary>Rates of events an exposure.</summary>
    /// <param name="margin">The smallest added rate that is harm, above 0.</param>
    /// <returns>The scale, with the same margin for safety.</returns>
    public static RatioScale Rate(double margin) => new(margin, margin, IsRate: true);

    /// <summary>Keeps a predicted share below one; a rate is left as it is.</summary>
    internal double Capped(double value) => IsRate ? value : Math.Min(value, LargestShare);

    /// <inheritdoc cref="Capped(double)"/>
    internal T Capped<T>(T values)
        where T : unmanaged, ILanes<T> => IsRate ? values : T.Min(values, LargestShare);

    /// <summary>Variance of one trial (of one unit of exposure) at this share or rate.</summary>
    internal double Variance(double value) => IsRate ? value : value * (1 - value);

    /// <summary>The pooled share or rate, half an event towards the middle so that it is never 0 or 1.</summary>
    /// <remarks>An exposure has a unit, so a rate's half event is laid over the exposure in which half an event of the margin's size falls.</remarks>
    internal double Pooled(double events, double trials) => (events + 0.5) / (trials + (IsRate ? 0.5 / Margin : 1));

    /// <summary>True when a window counts: both sides have trials above 0 and all four numbers are from 0 to 1e150; else it is a gap.</summary>
    /// <exception cref="ArgumentException">A share has more events than trials.</exception>
    internal bool IsWindow(double baselineEvents, double baselineTrials, double canaryEvents, double canaryTrials)
    {
        if (!(IsTrials(baselineTrials) && IsTrials(canaryTrials) && IsEvents(baselineEvents) && IsEvents(canaryEvents))) return false;
        if (!IsRate && baselineEvents > baselineTrials) throw new ArgumentException($"The baseline has {baselineEvents:R} events of {baselineTrials:R} trials: there are at most as many.", nameof(baselineEvents));
        if (!IsRate && canaryEvents > canaryTrials) throw new ArgumentException($"The canary has {canaryEvents:R} events of {canaryTrials:R} trials: there are at most as many.", nameof(canaryEvents));
        return true;
    }

    private static bool IsTrials(double value) => value > 0 && value <= SeriesScale.Largest;

    private static bool IsEvents(double value) => value >= 0 && value <= SeriesScale.Largest;

    /// <summary>Refuses margins that no window can be compared by.</summary>
    internal void Check(string name)
    {
        if (!(Margin > 0 && Margin <= SeriesScale.LargestMargin)) throw new ArgumentException($"The margin is {Margin:R}: it must be above 0 and at most 1e140.", name);
        if (!(SafeMargin > 0 && SafeMargin <= SeriesScale.LargestMargin)) throw new ArgumentException($"The margin for safety is {SafeMargin:R}: it must be above 0 and at most 1e140.", name);
    }
}
