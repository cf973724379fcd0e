using CanaryJudge.EndToEnd.Tests.Cli;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.EndToEnd.Tests.Guides;

/// <summary>docs/getting-started.md as a new user runs it, from the first command to the last: only the address of the Prometheus is the test's, and the command is built already.</summary>
public sealed class GettingStartedTests
{
    private const string Build = """
        dotnet build src/Cli --configuration Release --verbosity quiet
        canaryjudge() { dotnet run --no-build --configuration Release --project src/Cli -- "$@"; }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(30, "PROMOTE")]
    [InlineData(150, "ROLLBACK")]
    public async Task EveryCommand_RunAsANewUserDoes_EndsInAVerdict(int canaryErrors, string verdict)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        Assert.SkipUnless(ServerPrograms.Find("curl") is not null, "curl is not installed");
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(cancellationToken: Token);
        await prometheus.WriteAsync([.. Side("v1", 30), .. Side("v2", canaryErrors)], Token);
        string script = string.Concat(Pages.Blocks("docs/getting-started.md", "sh"));
        Assert.StartsWith(Build.ReplaceLineEndings("\n"), script, StringComparison.Ordinal);
        Assert.Contains("PROMETHEUS=http://localhost:9090\n", script, StringComparison.Ordinal);
        script = script
            .Replace(Build.ReplaceLineEndings("\n"), $"canaryjudge() {{ dotnet \"{CliProcess.Program}\" \"$@\"; }}", StringComparison.Ordinal)
            .Replace("http://localhost:9090", prometheus.BaseAddress.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("canaryjudge-guide-");

        BufferedCommandResult run = await CliWrap.Cli.Wrap("bash").WithArguments(["-eu", "-c", script]).WithWorkingDirectory(folder.FullName).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        folder.Delete(recursive: true);
        string told = run.StandardOutput + run.StandardError;
        Assert.True(run.ExitCode == 0, told);
        // What Prometheus has, what check says, what show prints, and the verdict at the end.
        foreach (string words in (string[])["\"version\":\"v2\"", "checkout.yaml: ok", "http_requests_total{", verdict]) Assert.True(run.StandardOutput.Contains(words, StringComparison.Ordinal), $"{words} is not in\n{told}");
    }

    // Half an hour and a little more until now, scraped every 15 s: 3,000 requests each time, of which so many fail; latencies alike on both sides.
    private static IEnumerable<RemoteWriteSeries> Side(string version, int errors)
    {
        const int Scrapes = 45 * 4;
        long start = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 15 - Scrapes) * 15_000;
        foreach ((string code, int count) in new[] { ("200", 3000 - errors), ("500", errors) })
            yield return new RemoteWriteSeries("http_requests_total", ("version", version), ("code", code)).Every(start, 15_000, Scrapes + 1, k => (double)count * k + k % 3);
        foreach ((string le, int below) in new[] { ("0.1", 1500), ("0.25", 2700), ("0.5", 2960), ("1", 2995), ("+Inf", 3000) })
            yield return new RemoteWriteSeries("http_request_duration_seconds_bucket", ("version", version), ("le", le)).Every(start, 15_000, Scrapes + 1, k => (double)below * k);
    }
}
