using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Grpc.Writing;
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
