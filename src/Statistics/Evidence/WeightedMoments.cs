namespace CanaryJudge.Statistics;

/// <summary>Count, weight, mean and squared deviations of a stream of values: all that evidence about a mean needs. A value; its four numbers are its state.</summary>
/// <remarks>O(1) a value, without the cancellation of raw sums of squares. West (1979), Comm. ACM 22, 532-535. The default value is the empty stream.</remarks>
/// <param name="Count">Values so far.</param>
/// <param name="Weight">Sum of their weights.</param>
/// <param name="Mean">Weighted mean; 0 when empty.</param>
/// <param name="SquaredDeviations">Weighted sum of squared deviations from the mean; at least 0.</param>
public readonly record struct WeightedMoments(double Count, double Weight, double Mean, double SquaredDeviations)
{
    /// <summary>Length of a saved state.</summary>
    public const int StateLength = 4;

    /// <summary>The sample standard deviation of unweighted values (divisor n - 1); 0 below two values.</summary>
    public double StandardDeviation => Count > 1 ? Math.Sqrt(SquaredDeviations / (Count - 1)) : 0;

    /// <summary>These values and one more.</summary>
    /// <param name="value">A finite value below 1e150 in size, so that squares stay finite.</param>
    /// <param name="weight">Its weight, above 0 and finite; inverse to its variance.</param>
    /// <returns>The new moments; this value is not changed.</returns>
    /// <exception cref="ArgumentException">The value is NaN, infinite or too large, the weight is not positive and finite, or the sums overflow.</exception>
    public WeightedMoments With(double value, double weight = 1)
    {
        if (!(Math.Abs(value) <= 1e150)) throw new ArgumentException($"The value is {value:R}: it must be finite and at most 1e150 in size (leave missing windows out).", nameof(value));
        if (!(weight > 0 && weight <= double.MaxValue)) throw new ArgumentException($"The weight is {weight:R}: it must be above 0 and finite.", nameof(weight));
        double total = Weight + weight, away = value - Mean, mean = Mean + away * (weight / total);
        double squares = SquaredDeviations + weight * away * (value - mean);
        if (!double.IsFinite(squares) || !double.IsFinite(total)) throw new ArgumentException($"The weight is {weight:R}: with it the weighted squares exceed 1e308, scale the weights down.", nameof(weight));
        return new WeightedMoments(Count + 1, total, mean, squares);
    }

    /// <summary>Writes the state.</summary>
    /// <param name="state">At least <see cref="StateLength"/> doubles.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void CopyTo(Span<double> state)
    {
        if (state.Length < StateLength) throw new ArgumentException($"The state needs {StateLength} doubles, {state.Length} are given.", nameof(state));
        (state[0], state[1], state[2], state[3]) = (Count, Weight, Mean, SquaredDeviations);
    }

    /// <summary>Reads a state back, bit for bit.</summary>
    /// <param name="state">What <see cref="CopyTo"/> wrote.</param>
    /// <returns>The moments.</returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static WeightedMoments FromState(ReadOnlySpan<double> state) => state.Length >= StateLength
        ? new WeightedMoments(state[0], state[1], state[2], state[3])
        : throw new ArgumentException($"The state needs {StateLength} doubles, {state.Length} are given.", nameof(state));
}
