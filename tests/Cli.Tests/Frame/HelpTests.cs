using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Frame;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("judge")]
    [InlineData("plan")]
    [InlineData("backtest")]
    [InlineData("replay")]
    [InlineData("compare")]
    [InlineData("policy")]
    [InlineData("policy check")]
    [InlineData("policy show")]
    [InlineData("policy schema")]
    [InlineData("policy reference")]
    [InlineData("demo")]
    [InlineData("start")]
    [InlineData("list")]
    [InlineData("get")]
    [InlineData("watch")]
    [InlineData("cancel")]
    [InlineData("override")]
    [InlineData("targets")]
    [InlineData("rollback")]
    [InlineData("promote")]
    [InlineData("hold")]
    [InlineData("actions")]
    [InlineData("action")]
    [InlineData("stop")]
    [InlineData("switch")]
    [InlineData("completion")]
    public async Task Help_OfEveryCommand_HasExamplesAndFits80Columns(string command)
    {
        InProcess.Result result = await InProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, result.Code);
        Assert.Empty(result.Error);
        Assert.Contains("Examples:", result.Out, StringComparison.Ordinal);
        Assert.Contains($"canaryjudge {command}".TrimEnd(), result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public async Task NoArguments_AtAll_ShowTheHelp()
    {
        InProcess.Result result = await InProcess.RunAsync();
        Assert.Equal(0, result.Code);
        Assert.Equal((await InProcess.RunAsync("--help")).Out, result.Out);
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        InProcess.Result result = await InProcess.RunAsync("--version");
        Assert.Equal(0, result.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", result.Out);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _canaryjudge canaryjudge")]
    [InlineData("zsh", "compdef _canaryjudge canaryjudge")]
    [InlineData("fish", "complete -c canaryjudge")]
    public async Task Completion_OfAShell_IsItsScript(string shell, string line)
    {
        InProcess.Result result = await InProcess.RunAsync("completion", shell);
        Assert.Equal(0, result.Code);
        Assert.Contains(line, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_ForABegunOption_CompleteIt()
    {
        InProcess.Result result = await InProcess.RunAsync("[suggest:21]", "canaryjudge judge --b");
        Assert.Contains("--baseline", result.Out, StringComparison.Ordinal);
        Assert.Contains("--basic-user", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--canary", result.Out, StringComparison.Ordinal);
    }
}
