namespace CanaryJudge.Statistics;

/// <summary>A score test of a difference between two shares or two rates against a margin.</summary>
/// <param name="Difference">Canary minus baseline, as observed.</param>
/// <param name="Margin">The difference under the null hypothesis.</param>
/// <param name="Z">Standardised distance of the difference from the margin: positive when the canary is above it; 0 when neither side can vary.</param>
/// <param name="P">The p-value, in [0, 1], with about 12 good digits however small it is.</param>
/// <param name="RestrictedCanary">The canary's most likely share or rate if the difference were the margin.</param>
/// <param name="RestrictedBaseline">The baseline's most likely share or rate if the difference were the margin.</param>
public readonly record struct ScoreTest(double Difference, double Margin, double Z, double P, double RestrictedCanary, double RestrictedBaseline);
