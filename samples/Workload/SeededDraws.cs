namespace CanaryJudge.Samples.Workload;

/// <summary>Draws that depend on a seed and a stream number only: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
internal struct SeededDraws(ulong seed, ulong stream)
{
    private ulong state = Mix(unchecked(seed * 0x9E3779B97F4A7C15 + stream));

    /// <summary>Uniform over [0, 1), 53 bits.</summary>
    public double Uniform()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
