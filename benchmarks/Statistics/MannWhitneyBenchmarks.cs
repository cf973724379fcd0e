using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Metrology;
using Pragmastat;
using Perfolizers = Perfolizer.Mathematics.SignificanceTesting.MannWhitney.MannWhitneyTest;

namespace CanaryJudge.Benchmarks.Statistics;

public class MannWhitneyBenchmarks
{
    private double[] _x = [], _y = [], _tiedX = [], _tiedY = [], _scratch = [];
    private Sample _sampleX = new(0.0), _sampleY = new(0.0);

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_x, _y) = (Samples.Canary(N), Samples.Baseline(N));
        (_tiedX, _tiedY) = (Samples.Rounded(_x), Samples.Rounded(_y));
        (_sampleX, _sampleY) = (new(_x), new(_y));
        _scratch = new double[MannWhitney.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public MannWhitneyResult CanaryJudgeAuto() => MannWhitney.Test(_x, _y, _scratch);

    [Benchmark]
    public MannWhitneyResult CanaryJudgeAutoWithTies() => MannWhitney.Test(_tiedX, _tiedY, _scratch);

    [Benchmark]
    public MannWhitneyResult CanaryJudgeNormal() => MannWhitney.Test(_x, _y, _scratch, method: MannWhitneyMethod.Normal);

    [Benchmark]
    public double PerfolizerAuto() => N > 10_000 ? throw Samples.TooLarge(N) : Perfolizers.Instance.Perform(_sampleX, _sampleY, AlternativeHypothesis.Greater, Threshold.Zero).PValue;

    /// <summary>U by comparing every pair.</summary>
    [Benchmark]
    public double PlainU()
    {
        if (N > 10_000) throw Samples.TooLarge(N);
        double u = 0;
        foreach (double x in _x)
        {
            foreach (double y in _y) u += x > y ? 1 : x == y ? 0.5 : 0;
        }

        return u;
    }
}
