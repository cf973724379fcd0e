using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Cli.Verdicts;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Cli.Tests.Verdicts;

public sealed class ProgressSourceTests
{
    private static readonly MetricPlan Question = new(Runs.Metric("m", MetricKind.Series, Margin.Absolute(1)), []);

    [Fact]
    public async Task Answer_WithinASecond_TellsNothing()
    {
        var clock = new FakeTimeProvider();
        using var error = new StringWriter();
        await using (var progress = new ProgressSource(FakeSource.Errors(0, 0), 1, error, clock))
        {
            await progress.MeasureAsync(Question, TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromMilliseconds(900));
        }

        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Answers_AfterASecond_AreCountedOnOneLineThatIsTakenAway()
    {
        var clock = new FakeTimeProvider();
        using var error = new StringWriter();
        await using (var progress = new ProgressSource(FakeSource.Errors(0, 0), 3, error, clock))
        {
            await progress.MeasureAsync(Question, TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.EndsWith("1 of 3 metrics answered after 1 s", error.ToString(), StringComparison.Ordinal);
        }

        Assert.EndsWith("\r\e[K", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.ToString());
    }
}
