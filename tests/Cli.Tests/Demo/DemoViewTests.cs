using System.Text.Json;
using System.Text.RegularExpressions;
using CanaryJudge.Cli.Demo;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Samples.Workload;

namespace CanaryJudge.Cli.Tests.Demo;

public sealed partial class DemoViewTests
{
    [Fact]
    public async Task Lines_OfARollout_AreOneAWindowThenTheVerdict()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var view = new LineDemoView(new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null });
        DemoAct act = DemoAct.Both[1];
        await view.ShowAsync(act, 2, 2, show => Play(show, Runs.Promote()));
        view.Close([(act, Runs.Promote())], exitCode: 1);
        const string Expected = """
            Rollout 2 of 2: a canary that fails more requests
            baseline v1 and canary v2, 400 real requests a second, half to each
              1/3  warm-up
              2/3  error_rate 1.00%/1.01% pass  -> promote
              3/3  error_rate 1.00%/1.01% pass  -> promote

            Metric             Baseline   Canary       Difference [98%]  Margin Judgement
            ────────────────── ──────── ──────── ────────────────────── ─────── ────────────
            error_rate            1.00%    1.01% +0.01pp [-0.20, +0.22]  0.50pp pass

            PROMOTE  error_rate is within its margin.

            Not as it should be: a canary that fails more requests ended in promote, not rollback. On a machine that is very busy, try a longer --interval.

            """;
        Assert.Equal(Expected, output.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Json_OfTheWholeDemo_IsOneObjectAtItsEnd()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var view = new JsonDemoView(new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null });
        await view.ShowAsync(DemoAct.Both[0], 1, 2, show => Play(show, Runs.Promote()));
        Assert.Empty(output.ToString());
        view.Close([(DemoAct.Both[0], Runs.Promote()), (DemoAct.Of(Fault.Leak), Runs.Rollback())], exitCode: 0);
        using JsonDocument json = JsonDocument.Parse(output.ToString());
        JsonElement rollouts = json.RootElement.GetProperty("rollouts");
        Assert.Equal(["none", "leak"], rollouts.EnumerateArray().Select(r => r.GetProperty("fault").GetString()!));
        Assert.Equal("promote", rollouts[0].GetProperty("expected").GetString());
        Assert.Equal(JsonValueKind.Null, rollouts[1].GetProperty("expected").ValueKind);
        Assert.Equal(["promote", "rollback"], rollouts.EnumerateArray().Select(r => r.GetProperty("verdict").GetString()!));
    }

    [Fact]
    public async Task Live_OnATerminalOf80Columns_NeverWritesAWiderLine()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null, OutIsTerminal = true, ColorWanted = false };
        await new LiveDemoView(terminal, noColor: false).ShowAsync(DemoAct.Of(Fault.Errors), 1, 1, show => Play(show, Runs.Rollback()));
        string text = EscapeCodes().Replace(output.ToString(), "\n");
        Assert.Contains("window 2 of at most 3: decided", text, StringComparison.Ordinal);
        Assert.Contains("ROLLBACK  ", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', '\r'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Policy_OfTheDemo_IsGoodAndTakesAnotherInterval()
    {
        CanaryPolicy policy = DemoPolicy.Read(interval: null);
        Assert.Equal(TimeSpan.FromSeconds(1), policy.Interval);
        Assert.Equal(TimeSpan.FromSeconds(2), DemoPolicy.Read(TimeSpan.FromSeconds(2)).Interval);
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex EscapeCodes();

    private static Task<Report> Play(Action<DemoMoment> show, Report last)
    {
        show(new DemoMoment(0, 3, Report: null));
        show(new DemoMoment(1, 3, Report: null));
        show(new DemoMoment(2, 3, last));
        show(new DemoMoment(3, 3, last));
        return Task.FromResult(last);
    }
}
