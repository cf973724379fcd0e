namespace CanaryJudge.Statistics;

/// <summary>The scale on which two series are compared window by window: differences, or differences of logarithms when the margin is relative and all values are positive.</summary>
/// <param name="IsLogarithmic">Whether logarithms are taken.</param>
/// <param name="Margin">The smallest harmful difference on that scale, above 0.</param>
public readonly record struct SeriesScale(bool IsLogarithmic, double Margin)
{
    /// <summary>Differences, events and trials above this size are missing windows: their squares would not stay finite.</summary>
    internal const double Largest = 1e150;

    /// <summary>The largest margin: squares of its multiples stay finite.</summary>
    public const double LargestMargin = 1e140;

    /// <summary>The scale for an absolute margin: plain differences.</summary>
    /// <param name="margin">The smallest harmful difference in the metric's unit, above 0, at most 1e140.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="ArgumentException">The margin is NaN or out of range.</exception>
    public static SeriesScale Absolute(double margin) => margin > 0 && margin <= LargestMargin
        ? new SeriesScale(false, margin)
        : throw new ArgumentException($"The margin is {margin:R}: it must be above 0 and at most 1e140.", nameof(margin));

    /// <summary>The scale for a relative margin: logarithms when every reference value is positive, else differences with the margin times the mean size of the reference.</summary>
    /// <param name="reference">History, or the baseline's warm-up, or its first value, in any unit; NaN for missing windows.</param>
    /// <param name="relativeMargin">The smallest harmful increase, above 0, at most 1e6; 0.1 for 10 %.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="ArgumentException">The margin is out of range, the reference has no value, an infinite one, or only zeros (nothing to be relative to).</exception>
    public static SeriesScale Relative(ReadOnlySpan<double> reference, double relativeMargin)
    {
        if (!(relativeMargin > 0 && relativeMargin <= 1e6)) throw new ArgumentException($"The margin is {relativeMargin:R}: it must be above 0 and at most 1e6 (0.1 is 10 %).", nameof(relativeMargin));
        double least = double.PositiveInfinity, mean = 0;
        int count = 0;
        foreach (double value in reference)
        {
            if (double.IsNaN(value)) continue;
            if (!(Math.Abs(value) <= 1e140)) throw new ArgumentException($"A reference value is {value:R}: values must be finite and at most 1e140 in size.", nameof(reference));
            least = Math.Min(least, value);
            count++;
            mean += (Math.Abs(value) - mean) / count;
        }

        if (count == 0) throw new ArgumentException("The reference has no value: a relative margin needs a level to be relative to.", nameof(reference));
        if (least > 0) return new SeriesScale(true, Logarithms.OnePlus(relativeMargin));
        double margin = relativeMargin * mean;
        return margin > 0 ? new SeriesScale(false, margin) : throw new ArgumentException("All reference values are 0: a relative margin has nothing to be relative to, give an absolute one.", nameof(reference));
    }

    /// <summary>The difference of one window.</summary>
    /// <param name="canary">The canary's value; NaN when missing.</param>
    /// <param name="baseline">The baseline's value; NaN when missing.</param>
    /// <returns>Canary minus baseline on this scale; NaN, to be left out, when one is missing or infinite or has no logarithm, or the difference exceeds 1e150.</returns>
    public double Difference(double canary, double baseline)
    {
        double difference = IsLogarithmic
            ? canary > 0 && baseline > 0 ? Math.Log(canary) - Math.Log(baseline) : double.NaN
            : canary - baseline;
        return Math.Abs(difference) <= Largest ? difference : double.NaN;
    }

    /// <summary>Refuses a margin that no window can be compared by.</summary>
    internal void Check(string name)
    {
        if (!(Margin > 0 && Margin <= LargestMargin)) throw new ArgumentException($"The margin is {Margin:R}: it must be above 0 and at most 1e140.", name);
    }
}
