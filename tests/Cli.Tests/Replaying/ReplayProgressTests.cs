using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Replaying;
using CanaryJudge.Cli.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace CanaryJudge.Cli.Tests.Replaying;

public sealed class ReplayProgressTests
{
    [Theory]
    [InlineData(true, false, "\r\u001b[K40 judged, a.jsonl\r\u001b[K")]
    [InlineData(true, true, "")]
    [InlineData(false, false, "")]
    public void Progress_OnATerminalWhoseOutputGoesElsewhere_IsOneLineNowAndThen(bool errorIsTerminal, bool outIsTerminal, string expected)
    {
        using var error = new StringWriter();
        var clock = new FakeTimeProvider(InProcess.Now);
        var terminal = new Terminal { In = TextReader.Null, Out = TextWriter.Null, Error = error, ErrorIsTerminal = errorIsTerminal, OutIsTerminal = outIsTerminal };
        var progress = new ReplayProgress(terminal, clock);
        progress.Show(1, "a.jsonl");
        clock.Advance(TimeSpan.FromMilliseconds(120));
        progress.Show(40, "a.jsonl");
        progress.Show(41, "a.jsonl");
        progress.Clear();
        progress.Clear();
        Assert.Equal(expected, error.ToString());
    }
}
