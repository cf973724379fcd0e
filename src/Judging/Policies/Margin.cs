namespace CanaryJudge.Judging.Policies;

/// <summary>The smallest worsening that matters: absolute in the metric's unit, or relative to the baseline.</summary>
/// <remarks>
/// A ratio's absolute margin is a share: 0.005 is half a percentage point. A count's is events per unit of exposure.
/// A relative margin never shrinks below its floor, so that a tiny baseline does not make every change matter.
/// </remarks>
public sealed record Margin
{
    private Margin(double value, bool isRelative, double floor)
    {
        Value = value;
        IsRelative = isRelative;
        Floor = floor;
    }

    /// <summary>The margin's size: in the metric's unit when absolute, a share of the baseline (0.1 is 10 %) when relative. Finite and positive.</summary>
    public double Value { get; }

    /// <summary>True when <see cref="Value"/> is a share of the baseline's value.</summary>
    public bool IsRelative { get; }

    /// <summary>The least size in the metric's unit that a relative margin takes; 0 when there is none. Finite, not negative.</summary>
    public double Floor { get; }

    /// <summary>An absolute margin.</summary>
    /// <param name="value">Size in the metric's unit: finite, above 0.</param>
    /// <returns>The margin.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not above 0.</exception>
    public static Margin Absolute(double value) => new(Positive(value, nameof(value)), isRelative: false, floor: 0);

    /// <summary>A relative margin.</summary>
    /// <param name="share">Share of the baseline: finite, above 0; 0.1 is 10 %.</param>
    /// <param name="floor">Least size in the metric's unit: finite, 0 or more.</param>
    /// <returns>The margin.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not finite or not above 0, or the floor is negative or not finite.</exception>
    public static Margin Relative(double share, double floor = 0)
    {
        if (!double.IsFinite(floor) || floor < 0) throw new ArgumentOutOfRangeException(nameof(floor), floor, "A floor is finite and not negative.");
        return new(Positive(share, nameof(share)), isRelative: true, floor);
    }

    /// <summary>The margin in the metric's unit, for a baseline at this level.</summary>
    /// <param name="baseline">The baseline's value; only its size matters for a relative margin. Must be finite.</param>
    /// <returns>A positive number; 0 only for a relative margin without a floor at a baseline of 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The baseline is not finite.</exception>
    public double At(double baseline)
    {
        if (!double.IsFinite(baseline)) throw new ArgumentOutOfRangeException(nameof(baseline), baseline, "A margin is taken at a finite baseline.");
        return IsRelative ? Math.Max(Value * Math.Abs(baseline), Floor) : Value;
    }

    private static double Positive(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A margin is finite and above 0.");
}
