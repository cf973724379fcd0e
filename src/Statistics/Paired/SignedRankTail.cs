namespace CanaryJudge.Statistics;

/// <summary>The moments of the signed-rank sum under the null and its approximate tails. Everything is in doubled ranks.</summary>
/// <param name="Mean">Mean of 2W+.</param>
/// <param name="Deviation">Standard deviation of 2W+.</param>
/// <param name="Excess">A 24th of the negated excess of the distribution: Σr⁴ / (12 (Σr²)²).</param>
/// <param name="Step">The lattice step of 2W+: 2 without ties.</param>
internal readonly record struct SignedRankTail(double Mean, double Deviation, double Excess, long Step)
{
    /// <summary>From the ranks at hand: W+ is a sum of independent terms, rank or nothing, so its cumulants add up.</summary>
    public static SignedRankTail Of(SignedRanks ranks)
    {
        UInt128 squares = 0;
        double fourths = 0;
        long step = 0;
        foreach ((int size, long rank) in ranks)
        {
            squares += (UInt128)(ulong)rank * (ulong)rank * (ulong)size;
            fourths += size * ((double)rank * rank) * ((double)rank * rank);
            for (long b = rank; b != 0;) (step, b) = (b, step % b);
        }

        double sum = (double)squares;
        return new(ranks.DoubledTotal / 2.0, Math.Sqrt(sum) / 2, fourths / (12 * sum * sum), step);
    }

    /// <summary>For ranks 1 to n without ties.</summary>
    public static SignedRankTail Of(int n)
    {
        double count = n, squares = count * (count + 1) * ((2 * count) + 1) / 6;
        double fourths = squares * ((3 * count * count) + (3 * count) - 1) / 5;
        return new(count * (count + 1) / 2, Math.Sqrt(squares), fourths / (12 * squares * squares), 2);
    }

    /// <summary>P(2W ≥ mean + above), continuity correction of half a unit of W: R's normal approximation. 1 when there is no spread.</summary>
    public Tail Normal(double above) => Deviation == 0 ? Tail.Certain : Tail.OfNormal((above - (above == 0 ? 0 : 1)) / Deviation);

    /// <summary>One-sided as <see cref="Normal"/>, with the correction at equality too.</summary>
    public Tail NormalOneSided(double above) => Deviation == 0 ? Tail.Certain : Tail.OfNormal((above - 1) / Deviation);

    /// <summary>P(2W ≥ mean + above) with the fourth cumulant in the exponent (see <see cref="RankSumTail.Edgeworth"/>) and half a lattice step of correction.</summary>
    public Tail Edgeworth(double above) => Deviation == 0 ? Tail.Certain : RankSumTail.Cramer((above - (Step / 2.0)) / Deviation, Excess);

    /// <summary>P(2W ≥ mean + above) by either approximation of the exact law; the ranks are those of the moments. 1 when there is no spread.</summary>
    public Tail AtLeast(double above, SignedRankMethod method, SignedRanks ranks) =>
        method == SignedRankMethod.Saddlepoint && Deviation > 0 ? SignedRankSaddlepoint.AtLeast(above, ranks, this) : Edgeworth(above);
}
