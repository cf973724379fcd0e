using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Frame;

public sealed class ExitCodeTests
{
    [Fact]
    public void Verdict_OfEachOutcome_HasItsDocumentedCode()
    {
        Assert.Equal(0, ExitCode.Of(Runs.Promote().Verdict));
        Assert.Equal(4, ExitCode.Of(Runs.Rollback().Verdict));
        Assert.Equal(1, ExitCode.Of(Runs.CouldNotJudge().Verdict));
        Assert.Equal(3, ExitCode.Of(Runs.Promote().Verdict with { Outcome = Judging.Deciding.VerdictOutcome.Pause }));
    }
}
