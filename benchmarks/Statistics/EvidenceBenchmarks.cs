using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>One more window and a look, after N windows, beside a Mann-Whitney test of ten values a side.</summary>
public class EvidenceBenchmarks
{
    private static readonly RatioScale HalfAPoint = RatioScale.Share(0.005);

    private static readonly SeriesScale Scale = SeriesScale.Absolute(30);

    private double[] _state = [], _saved = [], _differences = [], _x = [], _y = [], _scratch = [];
    private RatioPrior _prior;
    private int _turn;

    [Params(10, 60, 600)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _prior = RatioPrior.FromHistory(HalfAPoint, [.. Enumerable.Range(0, 30).Select(k => 8.0 + k % 5)], [.. Enumerable.Repeat(1000.0, 30)], new double[30]);
        _saved = new double[RatioEvidence.StateLength];
        _state = new double[RatioEvidence.StateLength];
        RatioEvidence evidence = new(_saved, HalfAPoint, _prior);
        for (int k = 0; k < N; k++) evidence.Add(new(10 + k % 5, 1000), new(9 + k % 4, 1000));
        _differences = [.. Samples.Canary(N + 1).Zip(Samples.Baseline(N + 1), (c, b) => c - b)];
        _x = Samples.Canary(10);
        _y = Samples.Baseline(10);
        _scratch = new double[MannWhitney.ScratchLength(10, 10)];
    }

    [Benchmark(Baseline = true)]
    public double MannWhitneyOfTen() => MannWhitney.Test(_x, _y, _scratch, method: MannWhitneyMethod.Normal).P;

    [Benchmark]
    public EvidenceLevels RatioWindow() => Ratio(centre: false);

    [Benchmark]
    public EvidenceLevels RatioWindowCentred() => Ratio(centre: true);

    /// <summary>All windows from the first on: divide by N for one.</summary>
    [Benchmark]
    public EvidenceLevels SeriesWindows()
    {
        SeriesEvidence evidence = new(Scale, SeriesPrior.WithoutHistory(Scale), prewhiten: true, capacity: N);
        for (int k = 0; k < N; k++) evidence.Add(_differences[k]);
        return evidence.Levels;
    }

    private EvidenceLevels Ratio(bool centre)
    {
        _saved.CopyTo(_state, 0);
        RatioEvidence evidence = new(_state, HalfAPoint, _prior, centre);
        int more = _turn++ & 15; // not always the same window, or the branch predictor learns it
        evidence.Add(new(8 + more, 1000), new(9, 1000));
        return evidence.Evaluate();
    }
}
