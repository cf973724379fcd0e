namespace CanaryJudge.Statistics;

/// <summary>How a quantile is placed inside a bucket of a native histogram.</summary>
public enum NativeInterpolation
{
    /// <summary>Exponential buckets in Prometheus 3: linear on the logarithm, except in the zero bucket.</summary>
    Exponential,

    /// <summary>Exponential buckets in Prometheus 2: linear on the value.</summary>
    Linear,

    /// <summary>Custom bounds (classic buckets stored natively): linear, open end buckets as in a classic histogram.</summary>
    CustomBounds,
}
