using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Rendering;

public sealed class VerdictTextTests
{
    [Fact]
    public void Report_OfEveryKindOfJudgement_IsThisTextOf80ColumnsWithoutColour()
    {
        const string Expected = """
            checkout: baseline version=v1, canary version=v2
            30 windows of 1m (3 warm-up), 2026-01-31T10:00:00Z to 2026-01-31T10:30:00Z
            prometheus http://localhost:9090

            Metric             Baseline   Canary       Difference [98%]  Margin Judgement
            ────────────────── ──────── ──────── ────────────────────── ─────── ────────────
            error_rate*           1.02%    3.11%    +2.1pp [+1.4, +2.8]   0.5pp fail
            latency p50          12.1ms   12.0ms    -0.1ms [-0.4, +0.1]   1.2ms pass
            latency p99          98.1ms   99.2ms    +1.1ms [-5.1, +7.2]   9.8ms
            memory_working_set   512MiB   540MiB     +28MiB [-inf, +60]   51MiB inconclusive
            cpu (cores)           0.410        -                      -    0.25 no data
            restarts                  -        -                      -  0.0010 error
            * critical: its failure alone rolls back

            ROLLBACK  The critical metric error_rate failed: error_rate rose from 1.02 % to
            3.11 % (+2.1 points; 98 % interval +1.4 to +2.8), beyond the margin of 0.5
            points.

            - memory_working_set rose from 512 MiB to 540 MiB: not yet clear of the margin
              of 51 MiB on either side.
            - cpu: no window has data on both sides.
            - restarts: the source did not answer in 10 s.

            About the data
            - cpu: the source warns: PromQL info: metric might not be a counter, name does
              not end in _total/_sum/_count/_bucket: "cpu"
            - cpu: canary, window 3: No sample: the window is missing.
            - cpu: canary, window 4: No sample: the window is missing.
            - cpu: baseline, window 5: The counter fell from 120 to 4: 4 is the increase.
            - cpu: 1 more; --output json lists them all.

            """;
        Assert.Equal(Expected, Print(Runs.Rollback()), ignoreLineEndingDifferences: true);
        Assert.All(Expected.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Report_OfOnePass_SaysNothingBesidesTheVerdict()
    {
        const string Expected = """
            checkout: baseline version=v1, canary version=v2
            30 windows of 1m (3 warm-up), 2026-01-31T10:00:00Z to 2026-01-31T10:30:00Z
            prometheus http://localhost:9090

            Metric             Baseline   Canary       Difference [98%]  Margin Judgement
            ────────────────── ──────── ──────── ────────────────────── ─────── ────────────
            error_rate            1.00%    1.01% +0.01pp [-0.20, +0.22]  0.50pp pass

            PROMOTE  error_rate is within its margin.

            """;
        Assert.Equal(Expected, Print(Runs.Promote()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Report_WhenQuiet_IsTheVerdictAndItsReason() => Assert.Equal(
        "COULD NOT JUDGE  Hold: error_rate could not be measured. No connection to\nhttp://localhost:9090.\n",
        Print(Runs.CouldNotJudge(), verdictOnly: true));

    [Fact]
    public void Verdict_ThatWasFinalBeforeTheLastWindow_SaysAfterWhich()
    {
        Report report = Runs.Promote();
        Assert.DoesNotContain("Final after", Print(report), StringComparison.Ordinal);
        report = report with { Verdict = report.Verdict with { WindowsElapsed = 8 } };
        Assert.Contains("\nFinal after window 8 of 30: later windows do not change it.\n", Print(report), StringComparison.Ordinal);
    }

    [Fact]
    public void LongName_InTheTable_IsBrokenAtItsSeams()
    {
        Report report = Runs.Of(
            Judging.Deciding.VerdictOutcome.Promote,
            "fine",
            Runs.Judged(
                Runs.Metric("checkout_payment_provider_errors", Judging.Policies.MetricKind.Ratio, Judging.Policies.Margin.Absolute(0.01)),
                Judging.Comparing.JudgementOutcome.Pass,
                "fine",
                Runs.Compared("share", 0.01, 0.01, 0, -0.001, 0.001, 0.01)));
        string[] lines = Print(report).Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith("checkout_payment_ ", StringComparison.Ordinal));
        Assert.Equal("provider_errors", lines[first + 1]);
    }

    [Theory]
    [InlineData("\e[31mred\e[0m")]
    [InlineData("bell \a and \u009b31m")]
    public void WordsOfAServer_WithControlCharacters_NeverReachTheTerminal(string words)
    {
        Report report = Runs.CouldNotJudge();
        report = report with { Verdict = report.Verdict with { Reason = words }, Source = words, Notes = [words] };
        Assert.DoesNotContain(Print(report), c => char.IsControl(c) && c != '\n');
    }

    private static string Print(Report report, bool verdictOnly = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { In = TextReader.Null, Out = output, Error = TextWriter.Null };
        terminal.Print(noColor: false, console => VerdictText.Write(console, report, verdictOnly));
        return output.ToString();
    }
}
