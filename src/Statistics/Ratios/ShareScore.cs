namespace CanaryJudge.Statistics;

/// <summary>The score statistic for a difference of two shares, and the shares most likely under that difference.</summary>
internal static class ShareScore
{
    /// <summary>The test of Farrington-Manning (scale 1) or Miettinen-Nurminen (scale N/(N-1) on the variance).</summary>
    public static ScoreTest Test(in RatioCounts canary, in RatioCounts baseline, double margin, Alternative alternative, bool smallSample)
    {
        RatioCounts.Check(canary, baseline);
        if (!(margin > -1 && margin < 1)) throw new ArgumentException($"The margin is {margin:R}: a difference of shares lies between -1 and 1.", nameof(margin));
        (double pCanary, double pBaseline, double z) = Z(canary, baseline, margin, smallSample);
        double p = NormalScore.P(z, alternative);
        return new ScoreTest(RatioCounts.Difference(canary, baseline), margin, z, p, pCanary, pBaseline);
    }

    /// <summary>The statistic at one difference in [-1, 1]; infinite where the variance vanishes but the difference does not.</summary>
    public static (double Canary, double Baseline, double Z) Z(in RatioCounts canary, in RatioCounts baseline, double margin, bool smallSample)
    {
        double gap = Math.Abs(margin);
        RatioCounts low = margin >= 0 ? baseline : canary, high = margin >= 0 ? canary : baseline;
        (double t, bool flipped) = Restricted(low.Events, low.Others, high.Events, high.Others, gap);
        // Flipped means t is the distance of the higher side from certainty, so that shares near 1 keep their digits.
        double pLow = flipped ? gap + t : t, pHigh = flipped ? t : gap + t;
        double vLow = pLow * (1 - pLow), vHigh = pHigh * (1 - pHigh);
        double variance = vLow / low.Trials + vHigh / high.Trials;
        double total = canary.Trials + baseline.Trials;
        if (smallSample) variance *= total / (total - 1);
        double distance = RatioCounts.Difference(canary, baseline) - margin;
        double z = distance == 0 ? 0 : distance / Math.Sqrt(Math.Max(0, variance));
        if (flipped) (pLow, pHigh) = (1 - pLow, 1 - pHigh);
        return margin >= 0 ? (pHigh, pLow, z) : (pLow, pHigh, z);
    }

    /// <summary>
    /// The likelihood of shares t and t + gap is concave in t: its maximum in [0, 1 - gap] is an end or the one root of the score.
    /// When it lies in the upper half, events and others change places, so that what is returned is always the distance from the nearer end.
    /// </summary>
    private static (double T, bool Flipped) Restricted(double lowEvents, double lowOthers, double highEvents, double highOthers, double gap)
    {
        if (gap == 0)
        {
            double events = lowEvents + highEvents, others = lowOthers + highOthers, all = events + others;
            return events <= others ? (events / all, false) : (others / all, true);
        }

        double half = (1 - gap) / 2;
        Score score = new(lowEvents, lowOthers, highEvents, highOthers, gap);
        if (half == 0) return (0, false);
        bool flipped = score.At(half) > 0;
        // Failing with chance u, the higher side becomes the lower one.
        if (flipped) score = new(highOthers, highEvents, lowOthers, lowEvents, gap);
        if (score.At(half) >= 0) return (half, flipped); // the root is the middle, to rounding
        if (score.LowEvents == 0 && score.At(0) <= 0) return (0, flipped);
        return (RootFinder.Solve(score, 0, half), flipped);
    }

    /// <summary>The derivative of the log-likelihood, times t when the lower side has events (which keeps it finite at 0).</summary>
    private readonly record struct Score(double LowEvents, double LowOthers, double HighEvents, double HighOthers, double Gap) : IFunction
    {
        public double At(double t)
        {
            double rest = HighEvents / (Gap + t) - LowOthers / (1 - t) - HighOthers / (1 - Gap - t);
            return LowEvents > 0 ? LowEvents + t * rest : rest;
        }
    }
}
