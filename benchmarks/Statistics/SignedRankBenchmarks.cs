using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

public class SignedRankBenchmarks
{
    private double[] _d = [], _scratch = [];

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _d = Samples.Differences(N);
        _scratch = new double[SignedRank.ScratchLength(N)];
    }

    [Benchmark(Baseline = true)]
    public SignedRankResult CanaryJudge() => SignedRank.Test(_d, _scratch);

    /// <summary>W+ by LINQ, as one writes it first; no p-value.</summary>
    [Benchmark]
    public double PlainW() => _d.OrderBy(Math.Abs).Select((value, i) => value > 0 ? i + 1.0 : 0).Sum();
}
