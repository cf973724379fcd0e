using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;
using MathNet.Numerics.Statistics;
using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Metrology;
using Pragmastat;
using Perfolizers = Perfolizer.Mathematics.SignificanceTesting.MannWhitney.MannWhitneyTest;

namespace CanaryJudge.Benchmarks.Statistics;

public class MannWhitneyBenchmarks
{
    private (double[] X, double[] Y)[] _pairs = [], _tied = [];
    private (Sample X, Sample Y)[] _samples = [];
    private double[] _scratch = [];
    private int _next;

    [ParamsSource(typeof(Samples), nameof(Samples.Sizes))]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _pairs = Samples.Pairs(N);
        _tied = [.. _pairs.Select(pair => (Samples.Rounded(pair.X), Samples.Rounded(pair.Y)))];
        _samples = [.. _pairs.Select(pair => (new Sample(pair.X), new Sample(pair.Y)))];
        _scratch = new double[MannWhitney.ScratchLength(N, N)];
    }

    [Benchmark(Baseline = true)]
    public MannWhitneyResult CanaryJudgeAuto()
    {
        (double[] x, double[] y) = _pairs[Next()];
        return MannWhitney.Test(x, y, _scratch);
    }

    [Benchmark]
    public MannWhitneyResult CanaryJudgeAutoWithTies()
    {
        (double[] x, double[] y) = _tied[Next()];
        return MannWhitney.Test(x, y, _scratch);
    }

    [Benchmark]
    public MannWhitneyResult CanaryJudgeNormal()
    {
        (double[] x, double[] y) = _pairs[Next()];
        return MannWhitney.Test(x, y, _scratch, method: MannWhitneyMethod.Normal);
    }

    [Benchmark]
    public double PerfolizerAuto()
    {
        if (N > 10_000) throw Samples.TooLarge(N);
        (Sample x, Sample y) = _samples[Next()];
        return Perfolizers.Instance.Perform(x, y, AlternativeHypothesis.Greater, Threshold.Zero).PValue;
    }

    /// <summary>U from the ranks that MathNet gives the pooled values; it has no test of its own.</summary>
    [Benchmark]
    public double MathNetRanks()
    {
        (double[] x, double[] y) = _pairs[Next()];
        double[] ranks = ArrayStatistics.RanksInplace([.. x, .. y], RankDefinition.Average);
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += ranks[i];
        return sum - (x.Length * (x.Length + 1.0) / 2);
    }

    /// <summary>U by comparing every pair.</summary>
    [Benchmark]
    public double PlainU()
    {
        if (N > 10_000) throw Samples.TooLarge(N);
        (double[] first, double[] second) = _pairs[Next()];
        double u = 0;
        foreach (double x in first)
        {
            foreach (double y in second) u += x > y ? 1 : x == y ? 0.5 : 0;
        }

        return u;
    }

    private int Next() => _next = (_next + 1) % _pairs.Length;
}
