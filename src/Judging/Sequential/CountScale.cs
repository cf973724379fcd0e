namespace CanaryJudge.Judging.Sequential;

/// <summary>What a count over a total is: a share of trials (binomial) or a rate of events an exposure (Poisson).</summary>
/// <param name="IsRate">True for a rate, whose exposure has a unit and whose value has no upper end.</param>
internal readonly record struct CountScale(bool IsRate)
{
    private const double MostShare = 0.999;

    /// <summary>Keeps a predicted share below one; a rate is left as it is.</summary>
    public double Capped(double value) => IsRate ? value : Math.Min(value, MostShare);

    /// <summary>Variance of one trial (of one unit of exposure) at this share or rate.</summary>
    public double Variance(double value) => IsRate ? value : value * (1 - value);

    /// <summary>The pooled share or rate, half an event towards the middle so that it is never 0 or 1.</summary>
    /// <remarks>A rate's exposure has a unit, so its half event is laid over the exposure in which half an event of the margin's size falls.</remarks>
    public double Pooled(double events, double trials, double margin) => (events + 0.5) / (trials + (IsRate ? 0.5 / margin : 1));
}
