using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

public class KayentaClassifierBenchmarks
{
    private double[] _x = [], _y = [], _scratch = [];

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_x, _y) = (Samples.Canary(N), Samples.Baseline(N));
        _scratch = new double[KayentaClassifier.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public KayentaResult CanaryJudge() => KayentaClassifier.Classify(_x, _y, _scratch, KayentaRules.Default);
}
