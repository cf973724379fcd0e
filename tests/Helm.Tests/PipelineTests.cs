using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests;

/// <summary>The step of the pipelines, with a command that answers as each decision does.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-pipeline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, "### CanaryJudge: promote")]
    [InlineData(3, "### CanaryJudge: no decision: hold, and let a person look")]
    [InlineData(4, "### CanaryJudge: rollback")]
    [InlineData(1, "### CanaryJudge: could not judge: hold")]
    [InlineData(130, "### CanaryJudge: the step itself failed (130): hold")]
    public async Task Step_EndsWithTheDecisionsCode_AndLeavesReportSummaryAndOutput(int code, string title)
    {
        BufferedCommandResult run = await StepAsync($"""
            case $1 in
              start) echo 0198c0de ;;
              watch) echo watched; exit {code} ;;
              get) [ "$3" = --output ] && echo '[1]' || echo 'verdict and reason' ;;
            esac
            """);

        Assert.Equal(code, run.ExitCode);
        string summary = await ReadAsync("report/summary.md");
        Assert.StartsWith(title + "\n", summary, StringComparison.Ordinal);
        Assert.Contains("verdict and reason", summary, StringComparison.Ordinal);
        Assert.Contains("`0198c0de`", summary, StringComparison.Ordinal);
        Assert.Equal(summary, await ReadAsync("step-summary"));
        Assert.Equal("[1]\n", await ReadAsync("report/report.json"));
        Assert.Equal($"code={code}\nanalysis=0198c0de\n", await ReadAsync("output"));
        Assert.Equal("start --policy-name shop --application shop --target shop/deployments/shop --baseline version=v1 --canary version=v2 --idempotency-key run-7 --quiet", (await ReadAsync("calls")).Split('\n')[0]);
        Assert.Equal("watch 0198c0de --exit-code --at-most 30m", (await ReadAsync("calls")).Split('\n')[1]);
    }

    [Theory]
    [InlineData(1, "### CanaryJudge: could not judge: hold")]
    [InlineData(2, "### CanaryJudge: the step itself failed (2): hold")]
    public async Task Step_ThatCannotStart_NeverEndsWith0_AndSaysSo(int code, string title)
    {
        BufferedCommandResult run = await StepAsync($"echo 'no service' >&2; exit {code}");

        Assert.Equal(code, run.ExitCode);
        Assert.Contains("no service", run.StandardError, StringComparison.Ordinal);
        Assert.StartsWith(title + "\n", await ReadAsync("report/summary.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("watch", await ReadAsync("calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_WhoseReportCannotBeFetched_KeepsTheDecision()
    {
        BufferedCommandResult run = await StepAsync("""
            case $1 in
              start) echo 0198c0de ;;
              watch) exit 4 ;;
              get) exit 1 ;;
            esac
            """);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("could not be fetched", await ReadAsync("report/summary.md"), StringComparison.Ordinal);
    }

    private async Task<BufferedCommandResult> StepAsync(string command)
    {
        string program = Path.Combine(_folder, "canaryjudge");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$*\" >>\"{_folder}/calls\"\n{command}\n", TestContext.Current.CancellationToken);
        await CliWrap.Cli.Wrap("chmod").WithArguments(["+x", program]).ExecuteAsync(TestContext.Current.CancellationToken);
        return await CliWrap.Cli.Wrap(Path.Combine(Rendering.Helm.Root, "samples", "pipelines", "judge.sh")).WithWorkingDirectory(_folder)
            .WithEnvironmentVariables(variables => variables
                .Set("PATH", _folder + ":" + Environment.GetEnvironmentVariable("PATH")).Set("APPLICATION", "shop").Set("TARGET", "shop/deployments/shop").Set("POLICY", "shop")
                .Set("BASELINE", "version=v1").Set("CANARY", "version=v2").Set("KEY", "run-7").Set("AT_MOST", "30m").Set("REPORT", "report")
                .Set("GITHUB_STEP_SUMMARY", Path.Combine(_folder, "step-summary")).Set("GITHUB_OUTPUT", Path.Combine(_folder, "output")))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken);
}
