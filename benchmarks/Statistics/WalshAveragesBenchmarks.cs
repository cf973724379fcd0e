using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using Pragmastat;

namespace CanaryJudge.Benchmarks.Statistics;

public class WalshAveragesBenchmarks
{
    private double[] _d = [], _scratch = [];
    private Sample _sample = new(0.0);

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _d = Samples.Differences(N);
        _sample = new(_d);
        _scratch = new double[WalshAverages.ScratchLength(N)];
    }

    [Benchmark(Baseline = true)]
    public double CanaryJudgeShift() => WalshAverages.Shift(_d, _scratch);

    [Benchmark]
    public PairedShiftInterval CanaryJudgeInterval() => WalshAverages.Interval(_d, _scratch);

    [Benchmark]
    public double PragmastatCenter() => Toolkit.Center(_sample).NominalValue;

    /// <summary>All averages, sorted.</summary>
    [Benchmark]
    public double PlainShift()
    {
        if (N > 600) throw Samples.TooLarge(N);
        List<double> all = new(N * (N + 1) / 2);
        for (int i = 0; i < N; i++)
        {
            for (int j = i; j < N; j++) all.Add((_d[i] + _d[j]) / 2);
        }

        all.Sort();
        return (all[(all.Count - 1) / 2] + all[all.Count / 2]) / 2;
    }
}
