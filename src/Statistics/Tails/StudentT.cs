namespace CanaryJudge.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>The probability of a value above t: relative accuracy 1e-13 down to the smallest double.</summary>
    /// <param name="t">The statistic; infinities are allowed.</param>
    /// <param name="freedom">Degrees of freedom, above 0; infinity is the normal distribution.</param>
    /// <returns>A probability in [0, 1]; NaN when an argument is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not above 0.</exception>
    /// <remarks>Student (1908), Biometrika 6, 1-25.</remarks>
    public static double Upper(double t, double freedom)
    {
        if (freedom <= 0) throw new ArgumentOutOfRangeException(nameof(freedom), freedom, "Degrees of freedom are above 0.");
        return StudentTail.Upper(t, freedom).P;
    }
}
