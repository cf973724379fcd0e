namespace CanaryJudge.Statistics;

/// <summary>Weighted sums of the windows' differences: enough for their sum of squares around any effect.</summary>
/// <param name="Weight">Sum of the weights.</param>
/// <param name="Weighted">Sum of weight times difference.</param>
/// <param name="Squared">Sum of weight times difference squared.</param>
internal readonly record struct DifferenceSums(double Weight, double Weighted, double Squared)
{
    /// <summary>These windows and one more.</summary>
    public DifferenceSums With(double difference, double weight) =>
        new(Weight + weight, Weighted + weight * difference, Squared + weight * difference * difference);

    /// <summary>Weighted sum of squared distances from an effect; never below 0, though rounding may take it there.</summary>
    public double Around(double effect) => Math.Max(0, Squared - 2 * effect * Weighted + effect * effect * Weight);

    /// <summary>Their weighted mean.</summary>
    public double Mean => Weighted / Weight;

    /// <summary>The same from the differences' own mean.</summary>
    public double AroundMean() => Around(Mean);
}
