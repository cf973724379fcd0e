using CanaryJudge.Statistics;

namespace CanaryJudge.Figures;

/// <summary>Simulated requests: seeded, so that every run draws the same figures.</summary>
internal sealed class Traffic(int seed)
{
#pragma warning disable CA5394 // Simulation, not security.
    private readonly Random _random = new(seed);

    public double Uniform() => _random.NextDouble();
#pragma warning restore CA5394

    public double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Errors among n requests that fail in clumps of a given size (1: independently).</summary>
    public RatioCounts Window(int n, double share, int clump = 1)
    {
        double events = 0;
        for (int i = 0; i < n / clump; i++) events += Uniform() < share ? clump : 0;
        return new RatioCounts(events, n);
    }

    /// <summary>A series that remembers: each value keeps a share of the one before.</summary>
    public double[] Remembering(int count, double correlation)
    {
        double[] values = new double[count];
        double value = Gaussian(), fresh = Math.Sqrt(1 - correlation * correlation);
        for (int k = 0; k < count; k++)
        {
            values[k] = value;
            value = correlation * value + fresh * Gaussian();
        }

        return values;
    }
}
