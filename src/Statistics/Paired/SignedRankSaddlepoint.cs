namespace CanaryJudge.Statistics;

/// <summary>Saddlepoint tails of the signed-rank sum, ties and Pratt's ranks included (<see cref="Saddlepoint"/>). O(ranks) a step of Newton's method.</summary>
internal static class SignedRankSaddlepoint
{
    private const double FarDeviations = 8;

    /// <summary>Up to so many ranks the saddlepoint always pays.</summary>
    public const int Always = 4096;

    /// <summary>Whether the expansion is not good enough: among more ranks than <see cref="Always"/> it is within 0.2 % of exact up to eight deviations, at no cost.</summary>
    public static bool IsWorthwhile(SignedRanks ranks)
    {
        if (ranks.Ranked <= Always) return true;
        SignedRankTail tail = SignedRankTail.Of(ranks);
        return Math.Abs(ranks.DoubledSum - tail.Mean) > FarDeviations * tail.Deviation;
    }

    /// <summary>P(2W ≥ mean + <paramref name="above"/>), doubled ranks; <paramref name="tail"/> holds the moments of the same ranks.</summary>
    public static Tail AtLeast(double above, SignedRanks ranks, SignedRankTail tail)
    {
        if (above <= -tail.Mean) return Tail.Certain;
        return above < tail.Step / 2.0 ? Upper(tail.Step - above, ranks, tail).Complement() : Upper(above, ranks, tail);
    }

    private static Tail Upper(double above, SignedRanks ranks, SignedRankTail tail)
    {
        double target = above - (tail.Step / 2.0);
        return target < Saddlepoint.Middle * tail.Deviation ? tail.Edgeworth(above) : Saddlepoint.Upper(new Cumulants(ranks), target, tail.Deviation, tail.Step);
    }

    /// <summary>Under the null every rank is added or not by a fair coin: Σ ln cosh(r t/2).</summary>
    private readonly ref struct Cumulants(SignedRanks ranks) : ICumulants
    {
        private readonly SignedRanks _ranks = ranks;

        public (double Value, double Slope, double Curvature) At(double t)
        {
            double value = 0, slope = 0, curvature = 0;
            foreach ((int size, long rank) in _ranks)
            {
                // With d = exp(-r t): ln cosh(r t/2) = r t/2 + ln((1 + d)/2), tanh(r t/2) = (1 - d)/(1 + d), 1/cosh²(r t/2) = 4d/(1 + d)². None overflows.
                double x = rank * t, decay = Math.Exp(-x), sum = 1 + decay;
                value += size * ((x / 2) + Math.Log(sum / 2));
                slope += size * (rank / 2.0) * ((1 - decay) / sum);
                curvature += size * ((double)rank * rank) * (decay / (sum * sum));
            }

            return (value, slope, curvature);
        }
    }
}
