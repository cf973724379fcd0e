using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using Pragmastat;

namespace CanaryJudge.Benchmarks.Statistics;

public class HodgesLehmannBenchmarks
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
        _scratch = new double[HodgesLehmann.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public double CanaryJudgeShift() => HodgesLehmann.Shift(_x, _y, _scratch);

    [Benchmark]
    public ShiftInterval CanaryJudgeInterval() => HodgesLehmann.Interval(_x, _y, _scratch);

    [Benchmark]
    public double PragmastatShift() => Toolkit.Shift(_sampleX, _sampleY).NominalValue;

    /// <summary>All differences, sorted.</summary>
    [Benchmark]
    public double PlainShift()
    {
        if (N > 600) throw Samples.TooLarge(N);
        double[] all = new double[N * N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++) all[(i * N) + j] = _x[i] - _y[j];
        }

        Array.Sort(all);
        return (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
    }
}
