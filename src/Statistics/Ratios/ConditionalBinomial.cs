namespace CanaryJudge.Statistics;

/// <summary>
/// The exact binomial test, and with it the exact comparison of two event rates: given all events of both sides, the canary's number is binomial with chance equal to
/// its share of the exposure, whatever the common rate is. Clopper-Pearson intervals invert it.
/// </summary>
/// <remarks>
/// For rare events (restarts, kills). Conservative: its real error is at most the nominal one. Przyborowski and Wilenski (1940), Biometrika 31, 313-323;
/// Clopper and Pearson (1934), Biometrika 26, 404-413. O(sqrt(events)).
/// </remarks>
public static class ConditionalBinomial
{
    private const double TieTolerance = 1e-7;

    /// <summary>Tests whether the canary's rate is a given multiple of the baseline's.</summary>
    /// <param name="canary">Canary events (a whole number) and exposure.</param>
    /// <param name="baseline">Baseline events (a whole number) and exposure, in the same unit.</param>
    /// <param name="rateRatio">Canary rate over baseline rate under the null hypothesis, from 1e-100 to 1e100; 1 for equal rates.</param>
    /// <param name="alternative">Greater: the canary's rate is above that multiple. Less: below it. TwoSided: another one.</param>
    /// <returns>The p-value in (0, 1]; 1 when there are no events. Relative accuracy about 1e-11 at 2^31 events, better below.</returns>
    /// <exception cref="ArgumentException">Events are not whole, the ratio is out of range, or counts are a default value.</exception>
    public static double RateP(in RateCounts canary, in RateCounts baseline, double rateRatio, Alternative alternative)
    {
        (double canaryPart, double baselinePart) = Parts(canary, baseline);
        if (!(rateRatio >= 1e-100 && rateRatio <= 1e100)) throw new ArgumentException($"The rate ratio is {rateRatio:R}: it must be from 1e-100 to 1e100.", nameof(rateRatio));
        double all = canaryPart * rateRatio + baselinePart;
        return Tail(canary.Events, canary.Events + baseline.Events, canaryPart * rateRatio / all, baselinePart / all, alternative);
    }

    /// <summary>The exact interval for canary rate over baseline rate.</summary>
    /// <param name="canary">Canary events (a whole number) and exposure.</param>
    /// <param name="baseline">Baseline events (a whole number) and exposure, in the same unit.</param>
    /// <param name="confidence">Nominal coverage, in (0, 1); the real one is at least that.</param>
    /// <param name="alternative">TwoSided: both ends. Greater: only a lower end (upper is +infinity). Less: only an upper end (lower is 0).</param>
    /// <returns>The ratio and its interval; without baseline events the upper end is +infinity, and without any events the ratio is NaN in [0, +infinity].</returns>
    /// <exception cref="ArgumentException">Events are not whole, the confidence is out of range, or counts are a default value.</exception>
    public static EstimateInterval RateRatio(in RateCounts canary, in RateCounts baseline, double confidence, Alternative alternative = Alternative.TwoSided)
    {
        (double canaryPart, double baselinePart) = Parts(canary, baseline);
        double tail = EstimateInterval.TailOf(confidence, alternative), scale = baselinePart / canaryPart;
        double lower = alternative == Alternative.Less || canary.Events == 0 ? 0 : scale * OddsWithUpperTail(canary.Events, baseline.Events, tail);
        // The upper end is the lower end seen from the other side.
        double upper = alternative == Alternative.Greater || baseline.Events == 0 ? double.PositiveInfinity : scale / OddsWithUpperTail(baseline.Events, canary.Events, tail);
        return new EstimateInterval(canary.Rate / baseline.Rate, lower, upper, confidence);
    }

    /// <summary>The exact binomial test of one share.</summary>
    /// <param name="events">Events, whole, from 0 to trials.</param>
    /// <param name="trials">Trials, whole, from 0 to 2^53.</param>
    /// <param name="share">The share under the null hypothesis, in (0, 1).</param>
    /// <param name="alternative">Greater: the true share is above. Less: below. TwoSided: all outcomes at most as likely as the one seen (ties within 1e-7), as R does.</param>
    /// <returns>The p-value in (0, 1]; 1 without trials.</returns>
    /// <exception cref="ArgumentException">A count is NaN, negative, not whole or above 2^53, events exceed trials, or the share is outside (0, 1).</exception>
    public static double ShareP(double events, double trials, double share, Alternative alternative)
    {
        CheckCounts(events, trials);
        if (!(share > 0 && share < 1)) throw new ArgumentException($"The share is {share:R}: it must lie between 0 and 1.", nameof(share));
        return Tail(events, trials, share, 1 - share, alternative);
    }

    /// <summary>The Clopper-Pearson interval for one share.</summary>
    /// <param name="events">Events, whole, from 0 to trials.</param>
    /// <param name="trials">Trials, whole, from 1 to 2^53.</param>
    /// <param name="confidence">Nominal coverage, in (0, 1); the real one is at least that.</param>
    /// <param name="alternative">TwoSided: both ends. Greater: only a lower end (upper is 1). Less: only an upper end (lower is 0).</param>
    /// <returns>The share and its interval; no events put the lower end at 0, only events put the upper end at 1.</returns>
    /// <exception cref="ArgumentException">A count is NaN, negative, not whole or above 2^53, there are no trials, or the confidence is out of range.</exception>
    public static EstimateInterval ClopperPearson(double events, double trials, double confidence, Alternative alternative = Alternative.TwoSided)
    {
        CheckCounts(events, trials);
        if (trials == 0) throw new ArgumentException("There are no trials: no share can be estimated.", nameof(trials));
        double tail = EstimateInterval.TailOf(confidence, alternative), others = trials - events;
        double lower = alternative == Alternative.Less || events == 0 ? 0 : ShareOf(OddsWithUpperTail(events, others, tail));
        double upper = alternative == Alternative.Greater || others == 0 ? 1 : ShareOf(1 / OddsWithUpperTail(others, events, tail));
        return new EstimateInterval(events / trials, lower, upper, confidence);

        static double ShareOf(double odds) => double.IsInfinity(odds) ? 1 : odds / (1 + odds);
    }

    private static double Tail(double x, double n, double p, double q, Alternative alternative) => alternative switch
    {
        Alternative.Greater => BetaTail.BinomialAtLeast(x, n, p, q),
        Alternative.Less => BetaTail.BinomialAtMost(x, n, p, q),
        Alternative.TwoSided => x > n * p ? TwoSided(n - x, n, q, p) : TwoSided(x, n, p, q),
        _ => throw new ArgumentException($"The alternative {alternative} is not known: use TwoSided, Greater or Less.", nameof(alternative)),
    };

    /// <summary>x at or below the mean: its own tail plus the other tail from the first outcome that is no more likely.</summary>
    private static double TwoSided(double x, double n, double p, double q)
    {
        double mean = n * p;
        if (x == mean || n == 0) return 1;
        double limit = Binomial.LnTerm(x, n, p, q) + TieTolerance;
        double low = Math.Ceiling(mean), high = n + 1; // the likelihood falls from low on; n + 1 stands for "none"
        while (low < high)
        {
            double middle = low + Math.Floor((high - low) / 2);
            if (Binomial.LnTerm(middle, n, p, q) <= limit) high = middle;
            else low = middle + 1;
        }

        return Math.Min(1, BetaTail.BinomialAtMost(x, n, p, q) + BetaTail.BinomialAtLeast(low, n, p, q));
    }

    /// <summary>The odds p/q at which P(X >= events) equals the tail; events at least 1. Solved in ln odds, so both ends keep their digits.</summary>
    private static double OddsWithUpperTail(double events, double others, double tail)
    {
        Distance distance = new(events, others, Math.Log(tail));
        double centre = Math.Log(events / (others + 0.5)), width = 0.1 + 3 / Math.Sqrt(events);
        double low = centre - width, high = centre + width;
        for (double step = width; distance.At(low) > 0; step *= 2) low -= step;
        for (double step = width; distance.At(high) < 0; step *= 2) high += step;
        return Math.Exp(RootFinder.Solve(distance, low, high));
    }

    private static (double Canary, double Baseline) Parts(in RateCounts canary, in RateCounts baseline)
    {
        RateCounts.Check(canary, baseline);
        if (!double.IsInteger(canary.Events)) throw new ArgumentException($"An exact test needs whole counts; the canary has {canary.Events:R} events.", nameof(canary));
        if (!double.IsInteger(baseline.Events)) throw new ArgumentException($"An exact test needs whole counts; the baseline has {baseline.Events:R} events.", nameof(baseline));
        double all = canary.Exposure + baseline.Exposure;
        return (canary.Exposure / all, baseline.Exposure / all);
    }

    private static void CheckCounts(double events, double trials)
    {
        if (!(trials >= 0 && trials <= RatioCounts.MaxCount && double.IsInteger(trials))) throw new ArgumentException($"Trials are {trials:R}: they must be a whole number from 0 to 2^53.", nameof(trials));
        if (!(events >= 0 && events <= trials && double.IsInteger(events))) throw new ArgumentException($"Events are {events:R} of {trials:R}: they must be a whole number from 0 to the trials.", nameof(events));
    }

    private readonly record struct Distance(double Events, double Others, double LnTail) : IFunction
    {
        public double At(double lnOdds)
        {
            double e = Math.Exp(-Math.Abs(lnOdds)), large = 1 / (1 + e), small = e / (1 + e);
            (double p, double q) = lnOdds > 0 ? (large, small) : (small, large);
            return BetaTail.LnLower(Events, Others + 1, p, q) - LnTail;
        }
    }
}
