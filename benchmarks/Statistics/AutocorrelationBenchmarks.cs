using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

public class AutocorrelationBenchmarks
{
    private double[] _d = [];

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup() => _d = Samples.Differences(N);

    [Benchmark(Baseline = true)]
    public AutocorrelationTime CanaryJudgeTime() => AutocorrelationTime.Of(_d, AutocorrelationPrior.Series);

    [Benchmark]
    public double CanaryJudgeNeweyWest() => NeweyWest.LongRunVariance(_d);

    /// <summary>The lag-one correlation by LINQ.</summary>
    [Benchmark]
    public double PlainLagOne()
    {
        double mean = _d.Average();
        return _d.Zip(_d.Skip(1), (a, b) => (a - mean) * (b - mean)).Sum() / _d.Sum(value => (value - mean) * (value - mean));
    }
}
