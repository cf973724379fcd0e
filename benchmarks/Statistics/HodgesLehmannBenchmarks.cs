using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using Pragmastat;

namespace CanaryJudge.Benchmarks.Statistics;

public class HodgesLehmannBenchmarks
{
    private (double[] X, double[] Y)[] _pairs = [];
    private (Sample X, Sample Y)[] _samples = [];
    private double[] _scratch = [];
    private int _next;

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _pairs = Samples.Pairs(N);
        _samples = [.. _pairs.Select(pair => (new Sample(pair.X), new Sample(pair.Y)))];
        _scratch = new double[HodgesLehmann.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public double CanaryJudgeShift()
    {
        (double[] x, double[] y) = _pairs[Next()];
        return HodgesLehmann.Shift(x, y, _scratch);
    }

    [Benchmark]
    public ShiftInterval CanaryJudgeInterval()
    {
        (double[] x, double[] y) = _pairs[Next()];
        return HodgesLehmann.Interval(x, y, _scratch);
    }

    [Benchmark]
    public double PragmastatShift()
    {
        (Sample x, Sample y) = _samples[Next()];
        return Toolkit.Shift(x, y).NominalValue;
    }

    /// <summary>All differences, sorted.</summary>
    [Benchmark]
    public double PlainShift()
    {
        if (N > 600) throw Samples.TooLarge(N);
        (double[] x, double[] y) = _pairs[Next()];
        double[] all = new double[N * N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++) all[(i * N) + j] = x[i] - y[j];
        }

        Array.Sort(all);
        return (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
    }

    private int Next() => _next = (_next + 1) % _pairs.Length;
}
