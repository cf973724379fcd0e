namespace CanaryJudge.Statistics;

/// <summary>Fisher's exact test of two shares: given how many events there were in all, how likely is it that so many fell on the canary?</summary>
/// <remarks>
/// Never errs more often than it says, so it errs less often: conservative for small counts (<see cref="Barnard"/> is sharper). Fisher (1935), J. R. Statist. Soc. 98, 39-82.
/// O(sqrt(events)) near the middle, less in the tails. Relative accuracy about 1e-12, down to 1e-300.
/// </remarks>
public static class Fisher
{
    private const double TieTolerance = 1e-7;

    /// <summary>The p-value for equal shares.</summary>
    /// <param name="canary">Canary counts, whole.</param>
    /// <param name="baseline">Baseline counts, whole.</param>
    /// <param name="alternative">Greater: the canary's share is higher. TwoSided: all tables at most as likely as this one (ties within 1e-7), as R does.</param>
    /// <returns>p in (0, 1]; 1 (two-sided) when no other table has these totals.</returns>
    /// <exception cref="ArgumentException">A count is not whole, or counts are a default value.</exception>
    public static double P(in RatioCounts canary, in RatioCounts baseline, Alternative alternative)
    {
        RatioCounts.CheckWhole(canary, baseline);
        Hypergeometric law = new(canary.Trials, baseline.Trials, canary.Events + baseline.Events);
        return alternative switch
        {
            Alternative.Greater => law.AtLeast(canary.Events),
            Alternative.Less => law.AtMost(canary.Events),
            Alternative.TwoSided => TwoSided(law, canary.Events),
            _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
        };
    }

    private static double TwoSided(in Hypergeometric law, double x)
    {
        double limit = law.LnTerm(x) + TieTolerance, mode = law.Mode;
        // Terms rise up to the mode and fall from it: the other tail starts at the first outcome that is no more likely.
        double below = law.Lowest - 1, above = law.Highest + 1;
        if (x >= mode)
        {
            double low = law.Lowest - 1, high = mode;
            while (high - low > 1)
            {
                double middle = low + Math.Floor((high - low) / 2);
                if (law.LnTerm(middle) <= limit) low = middle;
                else high = middle;
            }

            (below, above) = (law.LnTerm(mode) <= limit ? mode : low, x);
        }
        else
        {
            double low = mode, high = law.Highest + 1;
            while (high - low > 1)
            {
                double middle = low + Math.Floor((high - low) / 2);
                if (law.LnTerm(middle) <= limit) high = middle;
                else low = middle;
            }

            (below, above) = (x, law.LnTerm(mode) <= limit ? mode : high);
        }

        return below >= above ? 1 : Math.Min(1, law.AtMost(below) + law.AtLeast(above));
    }
}
