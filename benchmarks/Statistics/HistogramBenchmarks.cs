using BenchmarkDotNet.Attributes;
using CanaryJudge.Statistics;

namespace CanaryJudge.Benchmarks.Statistics;

/// <summary>One window of a latency histogram with N buckets.</summary>
public class HistogramBenchmarks
{
    private double[] _bounds = [], _upper = [], _canary = [], _baseline = [];

    [Params(12, 160)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _bounds = [.. Enumerable.Range(0, N).Select(j => Math.Pow(2, j / 8.0))];
        _upper = [.. Enumerable.Range(1, N + 1).Select(j => Math.Pow(2, j / 8.0))];
        _baseline = [.. Enumerable.Range(0, N + 1).Select(j => Math.Round(1000 * Math.Exp(-Math.Pow((j - N / 2.0) / N * 5, 2))))];
        _canary = [.. Enumerable.Range(0, N + 1).Select(j => Math.Round(1000 * Math.Exp(-Math.Pow((j - N / 2.0 - 1) / N * 5, 2))))];
    }

    [Benchmark(Baseline = true)]
    public QuantileEstimate ClassicQuantile() => ClassicHistogram.Quantile(0.99, _bounds, _canary);

    [Benchmark]
    public double NativeQuantile() => NativeHistogram.Quantile(0.99, 1e9, 1, _bounds, _upper.AsSpan(0, N), _canary.AsSpan(0, N), NativeInterpolation.Exponential);

    [Benchmark]
    public OrdinalComparison Ordinal() => OrdinalMannWhitney.Test(_canary, _baseline, Alternative.Greater);

    [Benchmark]
    public ExceedanceMargin Margin() => Exceedance.For(_bounds, _baseline, 0.99, 0.1);
}
