using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Every word of the domain has its word on the wire, and a number that does not exist is absent there.</summary>
public sealed class WritingTests
{
    [Fact]
    public void EveryWord_OfAVerdict_HasOneOnTheWire()
    {
        foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>()) Assert.Equal(outcome.ToString(), Write(v => v with { Outcome = outcome }).Outcome.ToString());
        foreach (JudgementOutcome outcome in Enum.GetValues<JudgementOutcome>()) Assert.Equal(outcome.ToString(), Write(v => v, j => j with { Outcome = outcome }).Judgements[0].Outcome.ToString());
        foreach (FaultKind kind in Enum.GetValues<FaultKind>()) Assert.Equal(kind.ToString(), Write(w => w with { Faults = [new DataFault(kind, Side.Canary, -2, "d")] }).Faults[0].Kind.ToString());
        foreach (ProblemKind kind in Enum.GetValues<ProblemKind>()) Assert.Equal(kind.ToString(), Write(w => w with { Problems = [new SourceProblem(kind, "m", "q")] }).Problems[0].Kind.ToString());
    }

    [Fact]
    public void Numbers_ThatDoNotExist_AreAbsent()
    {
        Comparison comparison = new()
        {
            Name = "value", Baseline = 1, Canary = double.NaN, Difference = 0.5, Low = double.NegativeInfinity, High = 0.7, Confidence = 0.98, Margin = 0.1, Method = "m", Windows = 3, P = 0,
        };

        Wire.Comparison wire = Write(v => v, j => j with { Comparisons = [comparison] }).Judgements[0].Comparisons[0];

        Assert.Equal((true, false, true, false, true), (wire.HasBaseline, wire.HasCanary, wire.HasDifference, wire.HasLow, wire.HasHigh));
        Assert.Equal((true, false, false, false), (wire.HasP, wire.HasU, wire.HasA12, wire.HasBaselineExposure));
        Assert.Equal(0, wire.P);
    }

    [Fact]
    public void Fault_AboutAllWindows_HasNoWindow()
    {
        Wire.Judgement wire = Write(w => w with { Faults = [new DataFault(FaultKind.NoSeries, Side.Baseline, null, "d"), new DataFault(FaultKind.Gap, Side.Canary, 0, "d")] });

        Assert.Equal((false, Wire.Side.Baseline), (wire.Faults[0].HasWindow, wire.Faults[0].Side));
        Assert.Equal((true, 0), (wire.Faults[1].HasWindow, wire.Faults[1].Window));
    }

    private static Wire.Judgement Write(Func<MetricWindows, MetricWindows> change) => Write(v => v, j => j with { Windows = change(j.Windows) }).Judgements[0];

    private static Wire.Verdict Write(Func<Verdict, Verdict> change, Func<Judgement, Judgement>? changeJudgement = null)
    {
        MetricWindows windows = new()
        {
            Metric = new MetricPolicy { Name = "m", Kind = MetricKind.Series, Margin = Margin.Absolute(1) },
            Baseline = new SeriesWindows([1]),
            Canary = new SeriesWindows([1]),
            History = new SeriesWindows([]),
        };
        Judgement judgement = new() { Windows = windows, Outcome = JudgementOutcome.Pass, Reason = "r" };
        Verdict verdict = new() { Outcome = VerdictOutcome.Pause, Reason = "r", WindowsElapsed = 1, Judgements = [changeJudgement?.Invoke(judgement) ?? judgement] };
        return VerdictWriter.Write(change(verdict), []);
    }
}
