using System.Runtime.InteropServices;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>Pairs of raw samples from a file mwu-KIND-N.f64: little-endian doubles, each pair N baseline values and then N canary values.</summary>
public sealed class SamplePairs
{
    private readonly double[][] _samples;

    private SamplePairs(double[][] samples) => _samples = samples;

    public ReadOnlySpan<double> Baseline(int i) => _samples[2 * (i % (_samples.Length / 2))];

    public ReadOnlySpan<double> Canary(int i) => _samples[(2 * (i % (_samples.Length / 2))) + 1];

    public static SamplePairs Read(string folder, string kind, int n)
    {
        double[] all = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, $"mwu-{kind}-{n}.f64"))).ToArray();
        return new([.. all.Chunk(n)]);
    }

    /// <summary>The cases OPERATION/KIND/N for those kinds and sizes whose name contains <paramref name="only"/>.</summary>
    public static IEnumerable<PeerCase> Cases(
        string folder, string only, string operation, string[] kinds, int[] sizes, Func<SamplePairs, int, Func<int, double>> call)
    {
        foreach (int n in sizes)
        {
            foreach (string kind in kinds)
            {
                string name = $"{operation}/{kind}/{n}";
                if (name.Contains(only, StringComparison.Ordinal)) yield return new(name, call(Read(folder, kind, n), n));
            }
        }
    }
}
