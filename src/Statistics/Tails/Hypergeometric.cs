namespace CanaryJudge.Statistics;

/// <summary>The law of the events on the first side, given how many there were on both: terms from three binomial terms, tails as sums from the outside in proportion to the first term.</summary>
/// <param name="First">Trials of the first side.</param>
/// <param name="Second">Trials of the second side.</param>
/// <param name="Events">Events of both sides.</param>
internal readonly record struct Hypergeometric(double First, double Second, double Events)
{
    /// <summary>The smallest possible outcome.</summary>
    public double Lowest => Math.Max(0, Events - Second);

    /// <summary>The largest possible outcome.</summary>
    public double Highest => Math.Min(First, Events);

    /// <summary>A most likely outcome.</summary>
    public double Mode => Math.Clamp(Math.Floor((Events + 1) * ((First + 1) / (First + Second + 2))), Lowest, Highest);

    /// <summary>ln P(X = x); -infinity outside the range. Loader (2000): the nuisance chance may be anything, and is best at events over trials.</summary>
    public double LnTerm(double x)
    {
        if (x < Lowest || x > Highest) return double.NegativeInfinity;
        double all = First + Second, p = Events / all, q = (all - Events) / all;
        return Binomial.LnTerm(x, First, p, q) + Binomial.LnTerm(Events - x, Second, p, q) - Binomial.LnTerm(Events, all, p, q);
    }

    /// <summary>P(X &gt;= x).</summary>
    public double AtLeast(double x) => x <= Lowest ? 1 : x > Mode ? Outwards(x, 1) : 1 - Outwards(x - 1, -1);

    /// <summary>P(X &lt;= x).</summary>
    public double AtMost(double x) => x >= Highest ? 1 : x < Mode ? Outwards(x, -1) : 1 - Outwards(x + 1, 1);

    /// <summary>The sum from x away from the mode: the first term times a falling series of ratios.</summary>
    private double Outwards(double x, int step)
    {
        double last = step > 0 ? Highest : Lowest;
        if (step > 0 ? x > last : x < last) return 0;
        double sum = 1, term = 1, lnFirst = LnTerm(x);
        while (x != last)
        {
            term *= step > 0
                ? (First - x) / (x + 1) * ((Events - x) / (Second - Events + x + 1))
                : x / (First - x + 1) * ((Second - Events + x) / (Events - x + 1));
            x += step;
            double next = sum + term;
            if (next == sum) break;
            sum = next;
        }

        return Math.Exp(lnFirst + Math.Log(sum));
    }
}
