using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests.Image;

/// <summary>
/// The program that the image holds is compiled ahead of time, and could lack code that the same sources have on .NET: the tests of the service that need not look into it hold for it too.
/// Each group runs in a process of its own, with the program in place of the service.
/// </summary>
public sealed partial class NativeServiceTests(BuiltImage image)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Analyzer.Tests", 150, "-namespace", "CanaryJudge.Analyzer.Tests.Grpc", "CanaryJudge.Analyzer.Tests.Hooks", "CanaryJudge.Analyzer.Tests.Hosting", "CanaryJudge.Analyzer.Tests.Kubernetes",
        "CanaryJudge.Analyzer.Tests.Policies", "CanaryJudge.Analyzer.Tests.SignIn", "CanaryJudge.Analyzer.Tests.Sources", "CanaryJudge.Analyzer.Tests.Telemetry")]
    [InlineData("EndToEnd.Tests", 20, "-class", "*.ServiceTests", "*.ServiceGuideTests", "*.AnalysisRolloutTests", "*.AnalysisCommandTests", "*.ActionCommandTests", "*.AutoRollbackTests", "*.LiveQueryTests")]
    public async Task TestsOfTheService_HoldForTheProgramOfTheImage(string tests, int least, string option, params string[] names)
    {
        await image.ManifestAsync();
        string assembly = Path.Combine(AppContext.BaseDirectory.Replace("Helm.Tests", tests, StringComparison.Ordinal), $"CanaryJudge.{tests}.dll");
        Assert.True(File.Exists(assembly), $"{assembly} is not there: build the solution");

        string program = Path.Combine(image.Root, "app", "CanaryJudge.Analyzer"), starts = Path.GetTempFileName();
        BufferedCommandResult run = await CliWrap.Cli.Wrap("dotnet").WithArguments([assembly, .. names.SelectMany(name => new[] { option, name }), "-noColor"])
            .WithEnvironmentVariables(variables => variables.Set("ANALYZER_PROGRAM", program).Set("ANALYZER_STARTS", starts))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        string[] started = await File.ReadAllLinesAsync(starts, Token);
        File.Delete(starts);
        Match counts = Counts().Match(run.StandardOutput);
        Assert.True(counts.Success && run.ExitCode == 0, run.StandardOutput + run.StandardError);
        TestContext.Current.TestOutputHelper?.WriteLine($"{tests}: {counts.Value}; {started.Length} starts of the program");
        Assert.All(started, one => Assert.Equal(program, one));
        Assert.True(started.Length >= least, $"{started.Length} starts: {run.StandardOutput}");
    }

    [GeneratedRegex(@"Total: [0-9]+, Errors: 0, Failed: 0, Skipped: [0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Counts();
}
