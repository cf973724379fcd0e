namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence that a share differs from a known one, from counts alone: a likelihood ratio with the unknown share mixed over a beta distribution. May be looked at after every
/// event; for canary events among all events with equal exposures the known share is the canary's share of the traffic.
/// </summary>
/// <remarks>
/// The counts are the whole state, so it is incremental by itself. An exact e-process for independent events and a traffic split that stays the same.
/// Robbins (1970), Ann. Math. Statist. 41, 1397-1409. Accuracy: about 1e-13 of ln E plus 1e-14 of the counts' own digits.
/// </remarks>
public static class BetaBinomialE
{
    /// <summary>ln E against "the share is the null share", for departures to either side.</summary>
    /// <param name="events">Events (canary's), 0 or more, up to 2^53.</param>
    /// <param name="others">Others (baseline's), 0 or more, up to 2^53.</param>
    /// <param name="nullShare">The share under the null, in (0, 1).</param>
    /// <param name="a">First parameter of the mixing beta distribution, from 1e-6 to 1e12; 0.5 and 0.5 is Jeffreys's.</param>
    /// <param name="b">Second parameter, the same range.</param>
    /// <returns>The logarithm; 0 without counts.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnTwoSided(double events, double others, double nullShare, double a = 0.5, double b = 0.5)
    {
        Check(events, others, nullShare, a, b);
        if (events + others == 0) return 0;
        return LnBetaOverPowers(a + events, b + others, nullShare) - LnBetaOverPowers(a, b, nullShare);
    }

    /// <summary>ln E against "the share is at most the null share": the mixture is cut to larger shares.</summary>
    /// <param name="events">Events (canary's), 0 or more, up to 2^53.</param>
    /// <param name="others">Others (baseline's), 0 or more, up to 2^53.</param>
    /// <param name="nullShare">The largest share under the null, in (0, 1).</param>
    /// <param name="a">First parameter of the mixing beta distribution, from 1e-6 to 1e12.</param>
    /// <param name="b">Second parameter, the same range.</param>
    /// <returns>The logarithm; 0 without counts.</returns>
    /// <exception cref="ArgumentException">A number is NaN or out of range.</exception>
    public static double LnGreater(double events, double others, double nullShare, double a = 0.5, double b = 0.5)
    {
        double twoSided = LnTwoSided(events, others, nullShare, a, b);
        if (events + others == 0) return 0;
        double rest = 1 - nullShare;
        return twoSided + BetaTail.LnLower(b + others, a + events, rest, nullShare) - BetaTail.LnLower(b, a, rest, nullShare);
    }

    /// <summary>ln of B(a, b) / (p^a q^b), as minus a binomial term: the large logarithms never appear.</summary>
    private static double LnBetaOverPowers(double a, double b, double p) => -(Binomial.LnTerm(a, a + b, p, 1 - p) + Math.Log(a) + Math.Log(b / (a + b)));

    private static void Check(double events, double others, double nullShare, double a, double b)
    {
        if (!(events >= 0 && events <= RatioCounts.MaxCount)) throw new ArgumentException($"Events are {events:R}: they must be from 0 to 2^53.", nameof(events));
        if (!(others >= 0 && others <= RatioCounts.MaxCount)) throw new ArgumentException($"Others are {others:R}: they must be from 0 to 2^53.", nameof(others));
        if (!(nullShare > 0 && nullShare < 1)) throw new ArgumentException($"The null share is {nullShare:R}: it must lie between 0 and 1.", nameof(nullShare));
        if (!(a >= 1e-6 && a <= 1e12)) throw new ArgumentException($"The parameter a is {a:R}: it must be from 1e-6 to 1e12.", nameof(a));
        if (!(b >= 1e-6 && b <= 1e12)) throw new ArgumentException($"The parameter b is {b:R}: it must be from 1e-6 to 1e12.", nameof(b));
    }
}
