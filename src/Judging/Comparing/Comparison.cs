namespace CanaryJudge.Judging.Comparing;

/// <summary>The numbers of one comparison; all in the metric's unit, differences signed canary minus baseline.</summary>
public sealed record Comparison
{
    /// <summary>What was compared: "value", "rate", "p99".</summary>
    public required string Name { get; init; }

    /// <summary>The baseline's value: pooled share, rate, median or quantile. NaN when it has none.</summary>
    public required double Baseline { get; init; }

    /// <summary>The canary's value, computed alike. NaN when it has none.</summary>
    public required double Canary { get; init; }

    /// <summary>Canary minus baseline as the method estimates it (Hodges-Lehmann shift, difference of shares). NaN when it cannot.</summary>
    public required double Difference { get; init; }

    /// <summary>Lower end of the difference's interval; minus infinity when unbounded, NaN when there is none.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of the difference's interval; infinity when unbounded, NaN when there is none.</summary>
    public required double High { get; init; }

    /// <summary>Confidence of the interval as achieved, inside (0, 1); NaN when there is none.</summary>
    public required double Confidence { get; init; }

    /// <summary>The margin in the same unit as the difference, above 0.</summary>
    public required double Margin { get; init; }

    /// <summary>The method, for people: "Mann-Whitney exact", "Miettinen-Nurminen".</summary>
    public required string Method { get; init; }

    /// <summary>Two-sided p-value of no difference, inside [0, 1]; null when the method has none.</summary>
    public double? P { get; init; }

    /// <summary>Mann-Whitney U of the canary; null for other methods.</summary>
    public double? U { get; init; }

    /// <summary>Probability that a canary window exceeds a baseline window, ties one half; null for other methods.</summary>
    public double? A12 { get; init; }

    /// <summary>Windows with both sides present after warm-up.</summary>
    public required int Windows { get; init; }

    /// <summary>The baseline's exposure (requests, observations); null for a series.</summary>
    public double? BaselineExposure { get; init; }

    /// <summary>The canary's exposure; null for a series.</summary>
    public double? CanaryExposure { get; init; }

    /// <summary>The evidence so far; null for judges that look once.</summary>
    public Evidence? Evidence { get; init; }
}
