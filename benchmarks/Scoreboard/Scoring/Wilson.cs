namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>The 95 % score interval of a share. Wilson (1927), J. Amer. Statist. Assoc. 22, 209-212.</summary>
internal static class Wilson
{
    private const double Z = 1.959963984540054;

    /// <summary>The interval, in [0, 1]; NaN without trials.</summary>
    public static (double Low, double High) Interval(int successes, int trials)
    {
        if (trials == 0) return (double.NaN, double.NaN);
        double p = (double)successes / trials, spread = 1 + Z * Z / trials;
        double middle = (p + Z * Z / (2 * trials)) / spread;
        double half = Z * Math.Sqrt(p * (1 - p) / trials + Z * Z / (4.0 * trials * trials)) / spread;
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
