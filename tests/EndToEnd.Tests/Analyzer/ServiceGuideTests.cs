using System.Text.RegularExpressions;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.EndToEnd.Tests.Analyzer;

/// <summary>The commands of docs/service.md, and the calls of docs/analyses.md, run as they stand, with the ports of a running service in place of those in the text.</summary>
public sealed partial class ServiceGuideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryCommand_OfTheGuide_AnswersAsThePageSays()
    {
        string root = ServerPrograms.RepositoryRoot()!;
        bool hasBuf = File.Exists(Path.Combine(root, "node_modules/.bin/buf"));
        Assert.SkipUnless(hasBuf, "buf is not installed: eng/install.sh brings it");
        Assert.SkipUnless(ServerPrograms.Find("curl") is not null, "curl is not installed");
        string pages = await File.ReadAllTextAsync(Path.Combine(root, "docs/service.md"), Token) + await File.ReadAllTextAsync(Path.Combine(root, "docs/analyses.md"), Token);
        string[] commands = [.. Shell().Matches(pages).Select(m => m.Groups["command"].Value).Where(command => !command.Contains("canaryjudge start", StringComparison.Ordinal))];
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(
            "--Policies:Directory=" + Path.Combine(root, "samples/policies"), "--Sources:Prometheus:main:Address=http://127.0.0.1:9", "--Sources:Prometheus:main:Attempts=1");

        Assert.Equal(6, commands.Length);
        foreach (string command in commands)
        {
            string here = command.Replace("http://localhost:8080", analyzer.GrpcAddress, StringComparison.Ordinal).Replace("http://localhost:8081", analyzer.HttpAddress, StringComparison.Ordinal);
            BufferedCommandResult run = await CliWrap.Cli.Wrap("bash").WithArguments(["-ec", here]).WithWorkingDirectory(root)
                .WithEnvironmentVariables(e => e.Set("PATH", Path.Combine(root, "node_modules/.bin") + ":" + Environment.GetEnvironmentVariable("PATH")))
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

            string expected = command.Contains("measurements", StringComparison.Ordinal) ? "VERDICT_OUTCOME_ROLLBACK" : command.Contains("policies:check", StringComparison.Ordinal) ? "\"valid\"" : command.Contains("/v1/analyses", StringComparison.Ordinal) ? "ANALYSIS_STATE_WAITING" : "\"couldNotJudge\"";
            Assert.True(run.ExitCode == 0 && run.StandardOutput.Contains(expected, StringComparison.Ordinal), $"{here}\n{run.StandardOutput}\n{run.StandardError}");
        }
    }

    [GeneratedRegex(@"```sh\n(?<command>.*?)\n```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Shell();
}
