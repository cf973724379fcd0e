namespace CanaryJudge.Statistics;

/// <summary>From a t statistic to its p-value, with relative accuracy in the tail.</summary>
internal static class StudentScore
{
    /// <summary>The p-value of a t statistic; t counts in favour of the first sample when it is positive.</summary>
    public static double P(double t, double degreesOfFreedom, Alternative alternative) => alternative switch
    {
        Alternative.Greater => StudentTail.Upper(t, degreesOfFreedom).P,
        Alternative.Less => StudentTail.Upper(-t, degreesOfFreedom).P,
        Alternative.TwoSided => Math.Min(1, 2 * StudentTail.Upper(Math.Abs(t), degreesOfFreedom).P),
        _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
    };
}
