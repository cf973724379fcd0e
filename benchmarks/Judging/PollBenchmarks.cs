using BenchmarkDotNet.Attributes;
using CanaryJudge.Benchmarks.Scoreboard;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Judging.Sequential;

namespace CanaryJudge.Benchmarks.Judging;

/// <summary>One more window of ten metrics after N: all judged again, from the saved state on, and by a run that was kept. With the report that a verdict is, and without.</summary>
public class PollBenchmarks
{
    private CanaryPolicy _policy = null!;
    private IReadOnlyList<MetricWindows> _metrics = [];
    private SequentialParameters _parameters = null!;
    private SequentialRun[] _kept = [];
    private byte[] _state = [];
    private int _next;

    [Params(10, 58)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Rollout rollout = Fleet.Make(Fleet.Families.Single(family => family.Name == "multi_ten"), 0, 1);
        _policy = Shape.Policy(rollout);
        _metrics = [.. rollout.Metrics.Select(metric => metric with { Baseline = metric.Baseline.First(N + 1), Canary = metric.Canary.First(N + 1) })];
        _parameters = SequentialParameters.Strict with { Alpha = 1e-300, Beta = 1e-300 }; // no verdict ends the run
        SequentialRun run = new(_policy, _metrics, _parameters);
        for (int k = 0; k < N; k++) run.Advance();
        _state = run.Save();
    }

    [IterationSetup(Target = nameof(OneWindowOfAKeptRun))]
    public void Keep()
    {
        _kept = [.. Enumerable.Range(0, 256).Select(_ => Resumed())];
        _next = 0;
    }

    [Benchmark(Baseline = true)]
    public double AllWindows()
    {
        SequentialRun run = new(_policy, _metrics, _parameters);
        for (int k = 0; k <= N; k++) run.Advance();
        return run.WindowsElapsed;
    }

    [Benchmark]
    public double OneWindowFromTheState()
    {
        SequentialRun run = Resumed();
        run.Advance();
        return run.WindowsElapsed;
    }

    [Benchmark(OperationsPerInvoke = 256)]
    public double OneWindowOfAKeptRun()
    {
        double sum = 0;
        for (; _next < _kept.Length; _next++)
        {
            _kept[_next].Advance();
            sum += _kept[_next].WindowsElapsed;
        }

        return sum;
    }

    [Benchmark]
    public int VerdictOfAllWindows() => Judge.Evaluate(_policy, _metrics).WindowsElapsed;

    private SequentialRun Resumed() => SequentialRun.Resume(_policy, _metrics, _parameters, _state).Run!;
}
