namespace CanaryJudge.Statistics;

/// <summary>What the signed-rank test found.</summary>
/// <param name="WPlus">The sum of the ranks of the positive differences, ties by mid-ranks: a multiple of 0.5.</param>
/// <param name="Ranked">The differences that are not zero: those the p-value stands on.</param>
/// <param name="P">The p-value, in [0, 1], with relative accuracy down to the smallest double; 1 when every difference is zero.</param>
/// <param name="LnP">Its natural logarithm: finite where <paramref name="P"/> underflows.</param>
/// <param name="Method">The distribution that was used; never <see cref="SignedRankMethod.Auto"/>.</param>
public readonly record struct SignedRankResult(double WPlus, int Ranked, double P, double LnP, SignedRankMethod Method);
