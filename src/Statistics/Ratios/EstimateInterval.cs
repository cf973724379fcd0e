namespace CanaryJudge.Statistics;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Estimate">The observed value, inside the interval.</param>
/// <param name="Lower">Lower end; the smallest possible value for a one-sided interval that looks for "smaller".</param>
/// <param name="Upper">Upper end; the largest possible value for a one-sided interval that looks for "larger".</param>
/// <param name="Confidence">The nominal coverage, in (0, 1).</param>
public readonly record struct EstimateInterval(double Estimate, double Lower, double Upper, double Confidence)
{
    /// <summary>The share of error left at each end that is looked at: half of 1 - confidence for two sides, all of it for one.</summary>
    internal static double TailOf(double confidence, Alternative alternative)
    {
        if (!(confidence > 0 && confidence < 1)) throw new ArgumentException($"The confidence is {confidence:R}: it must lie between 0 and 1.", nameof(confidence));
        return alternative switch
        {
            Alternative.TwoSided => (1 - confidence) / 2,
            Alternative.Greater or Alternative.Less => 1 - confidence,
            _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
        };
    }
}
