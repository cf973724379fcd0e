namespace CanaryJudge.Statistics;

/// <summary>An estimated shift with its distribution-free interval.</summary>
/// <param name="Shift">The estimate, in the unit of the samples. It lies in a two-sided interval.</param>
/// <param name="Lower">Lower end, itself one of the pairwise values; -infinity when the alternative is Less.</param>
/// <param name="Upper">Upper end, itself one of the pairwise values; +infinity when the alternative is Greater.</param>
/// <param name="Level">The confidence level that the interval really has, in [0, 1]: at least the one asked for, or the best these sizes can give when that is out of reach.</param>
/// <param name="Method">The null distribution that chose the ends.</param>
public readonly record struct ShiftInterval(double Shift, double Lower, double Upper, double Level, MannWhitneyMethod Method);
