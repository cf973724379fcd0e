namespace CanaryJudge.Benchmarks.Scoreboard;

/// <summary>Random numbers of a simulated rollout. The same seed gives the same rollout on every machine.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds give unrelated numbers, and no library's generator is relied on.</remarks>
internal sealed class Draw(ulong seed)
{
    private ulong state = seed;

    /// <summary>In [0, 1), a multiple of 2^-53.</summary>
    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15;
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The generator's finisher: also what seeds are made with.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public double Between(double low, double high) => low + (high - low) * Uniform();

    public bool Chance(double probability) => Uniform() < probability;

    public int Whole(int low, int highInclusive) => low + (int)((highInclusive - low + 1) * Uniform());

    /// <summary>Box and Muller (1958).</summary>
    public double Normal(double mean = 0, double deviation = 1)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return mean + deviation * radius * Math.Cos(2 * Math.PI * Uniform());
    }

    /// <summary>Student's t with few degrees of freedom: a normal over the root of a mean of squares.</summary>
    public double Student(int freedom)
    {
        double squares = 0;
        for (int i = 0; i < freedom; i++) squares += Math.Pow(Normal(), 2);
        return Normal() / Math.Sqrt(squares / freedom);
    }

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Marsaglia and Tsang (2000); shapes below 1 by the power of a uniform.</summary>
    public double Gamma(double shape, double scale)
    {
        if (shape < 1) return Gamma(shape + 1, scale) * Math.Pow(1 - Uniform(), 1 / shape);
        double d = shape - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal();
            double v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v * scale;
        }
    }

    /// <summary>By multiplication for small means; large ones are first cut down by the waiting time to an event in their middle (Ahrens and Dieter 1974).</summary>
    public int Poisson(double mean)
    {
        int sum = 0;
        while (mean > 30)
        {
            // The waiting time to the m-th event is a gamma: either it ends within the mean, or what is left of it is binomial.
            int m = (int)(mean * 0.875);
            double time = Gamma(m, 1);
            if (time >= mean) return sum + Binomial(m - 1, mean / time);
            sum += m;
            mean -= time;
        }

        double limit = Math.Exp(-mean);
        double product = Uniform();
        while (product > limit)
        {
            sum++;
            product *= Uniform();
        }

        return sum;
    }

    /// <summary>Successes of independent trials; skips from success to success, so rare events are cheap.</summary>
    public int Binomial(int trials, double probability)
    {
        if (probability <= 0 || trials <= 0) return 0;
        if (probability >= 1) return trials;
        if (probability > 0.5) return trials - Binomial(trials, 1 - probability);
        int successes = 0;
        double step = Math.Log(1 - probability);
        for (double at = Math.Floor(Math.Log(1 - Uniform()) / step); at < trials; at += 1 + Math.Floor(Math.Log(1 - Uniform()) / step)) successes++;
        return successes;
    }

    /// <summary>Events whose variance is the given multiple of the binomial's: the probability itself varies from window to window.</summary>
    public int Clustered(int trials, double probability, double dispersion)
    {
        if (dispersion <= 1 || trials < 2) return Binomial(trials, probability);
        double correlation = Math.Min(0.9, (dispersion - 1) / (trials - 1));
        double total = 1 / correlation - 1;
        double a = Gamma(probability * total, 1);
        double b = Gamma((1 - probability) * total, 1);
        return Binomial(trials, a / (a + b));
    }
}
