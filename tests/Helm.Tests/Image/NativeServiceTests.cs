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
    [InlineData("Analyzer.Tests", 400, "-namespace", "CanaryJudge.Analyzer.Tests.Grpc", "CanaryJudge.Analyzer.Tests.Hooks", "CanaryJudge.Analyzer.Tests.Hosting", "CanaryJudge.Analyzer.Tests.Kubernetes",
        "CanaryJudge.Analyzer.Tests.Policies", "CanaryJudge.Analyzer.Tests.SignIn", "CanaryJudge.Analyzer.Tests.Sources", "CanaryJudge.Analyzer.Tests.Telemetry")]
    [InlineData("EndToEnd.Tests", 20, "-class", "*.ServiceTests", "*.ServiceGuideTests", "*.AnalysisRolloutTests", "*.AnalysisCommandTests", "*.ActionCommandTests", "*.AutoRollbackTests", "*.LiveQueryTests")]
    public async Task TestsOfTheService_HoldForTheProgramOfTheImage(string tests, int least, string option, params string[] names)
    {
        await image.ManifestAsync();
        string assembly = Path.Combine(AppContext.BaseDirectory.Replace("Helm.Tests", tests, StringComparison.Ordinal), $"CanaryJudge.{tests}.dll");
        Assert.True(File.Exists(assembly), $"{assembly} is not there: build the solution");

        BufferedCommandResult run = await CliWrap.Cli.Wrap("dotnet").WithArguments([assembly, .. names.SelectMany(name => new[] { option, name }), "-noColor"])
            .WithEnvironmentVariables(variables => variables.Set("ANALYZER_PROGRAM", Path.Combine(image.Root, "app", "CanaryJudge.Analyzer")).Set("CI", null).Set("IMAGE_TESTS", null))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Match counts = Counts().Match(run.StandardOutput);
        Assert.True(counts.Success && run.ExitCode == 0 && counts.Groups["failed"].Value == "0", run.StandardOutput + run.StandardError);
        int held = int.Parse(counts.Groups["total"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - int.Parse(counts.Groups["skipped"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{held} tests of {tests} hold for the program of the image");
        Assert.True(held >= least, $"{held} tests ran: {run.StandardOutput}");
    }

    [GeneratedRegex(@"Total: (?<total>\d+), Errors: 0, Failed: (?<failed>\d+), Skipped: (?<skipped>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Counts();
}
