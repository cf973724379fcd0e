namespace CanaryJudge.Judging.Rehearsing;

/// <summary>Random numbers of one rehearsal. The same seed gives the same numbers on every machine; a judgement has none.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds give unrelated rows of numbers, and no library's generator is relied on.</remarks>
internal sealed class Draw(ulong seed)
{
    // Below this mean, events are counted one by one; above it the trials are halved first.
    private const double CountedOneByOne = 16;

    private ulong state = seed;

    /// <summary>The draws of one place among many: a seed made from a seed and what it is for.</summary>
    /// <param name="seed">The seed that the person gave.</param>
    /// <param name="parts">Which rollout, which metric, what for.</param>
    public static Draw For(ulong seed, params ReadOnlySpan<int> parts)
    {
        ulong mixed = Mix(seed ^ 0x9E3779B97F4A7C15);
        foreach (int part in parts) mixed = Mix(unchecked(mixed + 0x9E3779B97F4A7C15 * ((ulong)(uint)part + 1)));
        return new Draw(mixed);
    }

    /// <summary>In [0, 1), a multiple of 2^-53.</summary>
    public double Uniform()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A whole number in [0, below).</summary>
    public int Whole(int below) => (int)(below * Uniform());

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Standard normal. Box and Muller (1958).</summary>
    public double Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return radius * Math.Cos(2 * Math.PI * Uniform());
    }

    /// <summary>Gamma of this shape and scale 1. Marsaglia and Tsang (2000); shapes below 1 by the power of a uniform.</summary>
    public double Gamma(double shape)
    {
        if (shape < 1) return Gamma(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), root = 1 + c * x, v = root * root * root;
            if (v > 0 && Math.Log(1 - Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    /// <summary>A factor of mean 1 and this variance: 1 itself when the variance is 0.</summary>
    public double Factor(double variance) => variance > 0 ? Gamma(1 / variance) * variance : 1;

    /// <summary>Successes of independent trials, exactly distributed. Time grows with the logarithm of the trials.</summary>
    /// <remarks>The median of the trials' uniforms is a beta: it halves the trials until few successes are left (Ahrens and Dieter 1974).</remarks>
    public long Binomial(long trials, double probability)
    {
        if (probability <= 0 || trials <= 0) return 0;
        if (probability >= 1) return trials;
        if (probability > 0.5) return trials - Binomial(trials, 1 - probability);
        long successes = 0;
        while (trials * probability > CountedOneByOne)
        {
            long middle = trials / 2 + 1;
            double a = Gamma(middle), median = a / (a + Gamma(trials + 1 - middle));
            if (median >= probability)
            {
                trials = middle - 1;
                probability /= median;
            }
            else
            {
                successes += middle;
                trials -= middle;
                probability = (probability - median) / (1 - median);
            }

            if (probability > 0.5) return successes + Binomial(trials, probability);
        }

        // From success to success: the gaps are geometric.
        // The logarithm of 1 - p by its series where p is small: 1 - p would lose it.
        double step = probability < 1e-5 ? -probability * (1 + probability * (0.5 + probability / 3)) : Math.Log(1 - probability);
        for (double at = Math.Floor(Math.Log(1 - Uniform()) / step); at < trials; at += 1 + Math.Floor(Math.Log(1 - Uniform()) / step)) successes++;
        return successes;
    }

    /// <summary>The part of a count that falls to a side which takes each event with this probability; a fraction of an event counts as its chance.</summary>
    /// <returns>0 to the count.</returns>
    public double Thin(double count, double probability)
    {
        double whole = Math.Floor(count);
        long trials = (long)whole + (Chance(count - whole) ? 1 : 0);
        return Math.Min(Binomial(trials, probability), count);
    }

    /// <summary>Poisson. Large means are first cut down by the waiting time to an event in their middle (Ahrens and Dieter 1974).</summary>
    public long Poisson(double mean)
    {
        long sum = 0;
        while (mean > CountedOneByOne)
        {
            long middle = (long)(mean * 0.875);
            double time = Gamma(middle);
            if (time >= mean) return sum + Binomial(middle - 1, mean / time);
            sum += middle;
            mean -= time;
        }

        double limit = Math.Exp(-mean);
        for (double product = Uniform(); product > limit; product *= Uniform()) sum++;
        return sum;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
