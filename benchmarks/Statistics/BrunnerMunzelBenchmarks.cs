using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Metrology;
using Pragmastat;
using Perfolizers = Perfolizer.Mathematics.SignificanceTesting.BrunnerMunzelTest;

namespace CanaryJudge.Benchmarks.Statistics;

public class BrunnerMunzelBenchmarks
{
    private double[] _x = [], _y = [], _scratch = [];
    private Sample _sampleX = new(0.0), _sampleY = new(0.0);

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_x, _y) = (Samples.Canary(N), Samples.Baseline(N));
        (_sampleX, _sampleY) = (new(_x), new(_y));
        _scratch = new double[BrunnerMunzel.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public BrunnerMunzelResult CanaryJudge() => BrunnerMunzel.Test(_x, _y, _scratch);

    [Benchmark]
    public double Perfolizer() => Perfolizers.Instance.Perform(_sampleX, _sampleY, AlternativeHypothesis.Greater, Threshold.Zero).PValue;
}
