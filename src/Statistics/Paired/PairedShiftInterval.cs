namespace CanaryJudge.Statistics;

/// <summary>An estimated centre of paired differences with its distribution-free interval.</summary>
/// <param name="Shift">The estimate, in the unit of the differences. It lies in a two-sided interval.</param>
/// <param name="Lower">Lower end, itself a Walsh average; -infinity when the alternative is Less.</param>
/// <param name="Upper">Upper end, itself a Walsh average; +infinity when the alternative is Greater.</param>
/// <param name="Level">The confidence level that the interval really has, in [0, 1]: at least the one asked for, or the best so few differences can give.</param>
/// <param name="Method">The null distribution that chose the ends.</param>
public readonly record struct PairedShiftInterval(double Shift, double Lower, double Upper, double Level, SignedRankMethod Method);
