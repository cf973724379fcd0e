using System.Runtime.InteropServices;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>Seeded inputs for every language: pairs of samples in files mwu-KIND-N.f64 (see <see cref="SamplePairs"/>), latencies without ties and counts with many.</summary>
public static class Inputs
{
    private static readonly (int Size, int Pairs)[] Sizes = [(10, 512), (60, 256), (600, 64), (10_000, 8), (100_000, 2), (1_000_000, 1)];

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Random random = new(2026);
        foreach ((int n, int pairs) in Sizes)
        {
            Write(folder, "cont", n, pairs, shift => Math.Exp((0.5 * Normal(random)) - 2 + shift));
            Write(folder, "tied", n, pairs, shift => Poisson(random, 4 * (1 + shift)));
        }
    }

    /// <summary>The canary is worse by about a standard error and a half, so that p is neither 0 nor 1.</summary>
    private static void Write(string folder, string kind, int n, int pairs, Func<double, double> draw)
    {
        double[] values = new double[2 * n * pairs];
        for (int i = 0; i < values.Length; i++) values[i] = draw(i / n % 2 == 0 ? 0 : 1 / Math.Sqrt(n));
        File.WriteAllBytes(Path.Combine(folder, $"mwu-{kind}-{n}.f64"), MemoryMarshal.AsBytes<double>(values));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Poisson(Random random, double mean)
    {
        int events = 0;
        for (double left = random.NextDouble(); left > Math.Exp(-mean); left *= random.NextDouble()) events++;
        return events;
    }
}
