using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Every word of the house about analyses has one of the contract.</summary>
public sealed class AnalysisWritingTests
{
    [Fact]
    public void StatesEndingsAndKinds_AllHaveTheirWordOnTheWire()
    {
        Assert.Equal(Enum.GetNames<AnalysisState>(), Enum.GetValues<AnalysisState>().Select(s => AnalysisWriter.State(s).ToString()));
        foreach (AnalysisEnding ending in Enum.GetValues<AnalysisEnding>()) Assert.Equal(ending.ToString(), AnalysisWriter.Write(Event() with { Ending = ending }).Ending.ToString());
        foreach (AnalysisEventKind kind in Enum.GetValues<AnalysisEventKind>()) Assert.Equal(kind.ToString(), AnalysisWriter.Write(Event() with { Kind = kind }).Kind.ToString());
        Assert.Equal((Wire.AnalysisEnding.Unspecified, Wire.VerdictOutcome.Unspecified), (AnalysisWriter.Write(Event()).Ending, AnalysisWriter.Write(Event()).Outcome));
    }

    [Fact]
    public void NumbersOfOneJudgeAlone_AreOnTheWire()
    {
        MetricJudgement judgement = new("errors", JudgementOutcome.Inconclusive, "one of two", [], new CheckTally(1, 2, 3, 4, 5));
        CanaryScore score = new(double.NaN, 95, 75, [new GroupScore("errors", 60, 1, 2)]);

        Wire.AnalysisEvent written = AnalysisWriter.Write(Event() with { Judgements = [judgement], Score = score });

        Assert.Equal(new Wire.CheckTally { Passed = 1, PassesNeeded = 2, Failed = 3, FailuresLimit = 4, Unclear = 5 }, written.Judgements[0].Checks);
        Assert.Equal(new Wire.CanaryScore { Pass = 95, Marginal = 75, Groups = { new Wire.GroupScore { Name = "errors", Weight = 60, Passed = 1, Labelled = 2, Value = 50 } } }, written.Score);
        Assert.Null(AnalysisWriter.Write(Event()).Score);
    }

    private static AnalysisEvent Event() => new()
    {
        AnalysisId = AnalysisRequests.NoSuchId,
        Sequence = 1,
        AtMillis = 0,
        Kind = AnalysisEventKind.Started,
        State = AnalysisState.Waiting,
        WindowsElapsed = 0,
        Reason = "started",
    };
}
