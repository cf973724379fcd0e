using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>Tests and intervals of two shares, 1.5 % against 1 % of N requests a side.</summary>
public class RatioBenchmarks
{
    private RatioCounts _canary, _baseline;
    private double[] _scratch = [];

    [Params(200, 2_000, 1_000_000)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_canary, _baseline) = (new(Math.Round(N * 0.015), N), new(Math.Round(N * 0.01), N));
        _scratch = new double[Barnard.ScratchLength(Math.Min(N, 2_000), Math.Min(N, 2_000))];
    }

    [Benchmark(Baseline = true)]
    public ScoreTest ScoreTest() => MiettinenNurminen.Test(_canary, _baseline, 0.005, Alternative.Greater);

    [Benchmark]
    public EstimateInterval ScoreInterval() => MiettinenNurminen.Interval(_canary, _baseline, 0.95);

    [Benchmark]
    public double FisherTwoSided() => Fisher.P(_canary, _baseline, Alternative.TwoSided);

    [Benchmark]
    public EstimateInterval ExactInterval() => ConditionalBinomial.ClopperPearson(_canary.Events, _canary.Trials, 0.95);

    /// <summary>Enumerates, so at most 2,000 a side.</summary>
    [Benchmark]
    public double BarnardGreater() => N > 2_000 ? throw Samples.TooLarge(N) : Barnard.P(_canary, _baseline, Alternative.Greater, _scratch);
}
