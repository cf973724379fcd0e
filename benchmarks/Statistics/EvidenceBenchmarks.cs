using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>One more window and a look, after N windows: ratios in the same time whatever N, series in proportion to it.</summary>
public class EvidenceBenchmarks
{
    private double[] _state = [], _saved = [], _differences = [], _scratch = [];
    private SeriesScale _scale;
    private SeriesPrior _prior;

    [Params(10, 60, 600)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _saved = new double[RatioEvidence.StateLength];
        _state = new double[RatioEvidence.StateLength];
        RatioEvidence evidence = new(_saved, 0.005, RatioPrior.WithoutHistory);
        for (int k = 0; k < N; k++) evidence.Add(new(10 + k % 5, 1000), new(9 + k % 4, 1000));
        _differences = Samples.Canary(N).Zip(Samples.Baseline(N), (c, b) => c - b).ToArray();
        _scratch = new double[SeriesEvidence.ScratchLength(N)];
        _scale = SeriesScale.Absolute(1);
        _prior = SeriesPrior.WithoutHistory(_scale);
    }

    [Benchmark(Baseline = true)]
    public EvidenceLevels RatioWindow()
    {
        _saved.CopyTo(_state, 0);
        RatioEvidence evidence = new(_state, 0.005, RatioPrior.WithoutHistory);
        evidence.Add(new(12, 1000), new(9, 1000));
        return evidence.Evaluate();
    }

    [Benchmark]
    public EvidenceLevels SeriesLook() => SeriesEvidence.Evaluate(_differences, _scale, _prior, _scratch);
}
