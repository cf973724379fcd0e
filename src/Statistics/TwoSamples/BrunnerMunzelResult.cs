namespace CanaryJudge.Statistics;

/// <summary>What the Brunner-Munzel test found.</summary>
/// <param name="Statistic">The studentised distance of A12 from one half: positive when the first sample tends to be larger (the opposite sign of SciPy's). ±infinity at full separation, 0 when all values are equal.</param>
/// <param name="DegreesOfFreedom">Satterthwaite's degrees of freedom of the t distribution, positive; NaN when the spread is zero.</param>
/// <param name="P">The p-value, in [0, 1], with relative accuracy into the far tail.</param>
/// <param name="LnP">Its natural logarithm, finite where <paramref name="P"/> underflows.</param>
/// <param name="FellBack">True when the samples do not overlap or are all equal, so that the spread is zero and p is that of <see cref="MannWhitney"/> (Auto).</param>
public readonly record struct BrunnerMunzelResult(double Statistic, double DegreesOfFreedom, double P, double LnP, bool FellBack);
