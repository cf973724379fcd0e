using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

public class EffectSizeBenchmarks
{
    private double[] _x = [], _y = [], _scratch = [];

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_x, _y) = (Samples.Canary(N), Samples.Baseline(N));
        _scratch = new double[EffectSize.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public EffectSize CanaryJudge() => EffectSize.Of(_x, _y, _scratch);

    /// <summary>Cliff's delta by comparing every pair.</summary>
    [Benchmark]
    public double PlainDelta()
    {
        if (N > 10_000) throw Samples.TooLarge(N);
        long sum = 0;
        foreach (double x in _x)
        {
            foreach (double y in _y) sum += x.CompareTo(y);
        }

        return sum / ((double)N * N);
    }
}
