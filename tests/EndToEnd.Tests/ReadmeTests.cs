using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CanaryJudge.EndToEnd.Tests.Cli;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests;

/// <summary>Every command of the README is run as it stands there; only the address of the Prometheus is the test's own.</summary>
public sealed partial class ReadmeTests
{
    private const string RunCli = "dotnet run --project src/Cli -- ";
    private const string RunService = "dotnet run --project src/Analyzer";
    private static readonly string Root = FindRoot();
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md"));

    public static TheoryData<string> CliCommands => new(Commands().Where(c => c.StartsWith(RunCli, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(CliCommands))]
    public async Task ReadmeCommand_RunFromTheRoot_DoesWhatItSays(string command)
    {
        string[] args = [.. command[RunCli.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Root, a) : a)];
        if (args[0] != "judge")
        {
            Assert.Equal(0, (await CliProcess.RunAsync(args)).Code);
            return;
        }

        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync(args.Select(a => a == "http://localhost:9090" ? server.BaseAddress.AbsoluteUri : a));

        // A Prometheus that holds nothing: nothing is known, so the answer is to hold, and it says why.
        Assert.Equal(3, result.Code);
        Assert.Contains("PAUSE", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadmePolicy_Checked_IsClean()
    {
        string policy = Blocks().Single(b => b.Language == "yaml").Body;

        CliResult result = await CliProcess.RunWithAsync(policy, "policy", "check", "-");

        Assert.Equal((0, ""), (result.Code, result.Error));
    }

    [Fact]
    public async Task ReadmeService_Started_AnswersThatItIsReady()
    {
        Assert.Contains(RunService, Commands());
        int[] ports = FreePorts.Some(2);
        (int grpc, int http) = (ports[0], ports[1]);
        ProcessStartInfo start = new("env", ServerPrograms.Analyzer)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CANARYJUDGE_Listen__GrpcPort"] = grpc.ToString(), ["CANARYJUDGE_Listen__HttpPort"] = http.ToString() },
        };
        using Process service = Process.Start(start)!;
        try
        {
            Task<string> log = service.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
            Assert.True(await IsReadyAsync(client, service), $"It never answered. {(service.HasExited ? await log : "")}");
        }
        finally
        {
            if (!service.HasExited) service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void ReadmeTestCommand_IsWhatTheGateRuns()
    {
        Assert.Contains("./eng/test.sh", Commands());
        Assert.Contains("exec eng/test.sh", File.ReadAllText(Path.Combine(Root, ".ci/run")), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadmeLinks_LeadSomewhere()
    {
        IEnumerable<string> broken = Links().Matches(Text).Select(m => m.Groups["path"].Value.Split('#')[0]).Where(p => !Path.Exists(Path.Combine(Root, p)));

        Assert.Empty(broken);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Process service)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60) && !service.HasExited;)
        {
            try
            {
                if ((await client.GetAsync("/healthz", TestContext.Current.CancellationToken)).IsSuccessStatusCode) return true;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: asked again until the limit.
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        return false;
    }

    private static IEnumerable<string> Commands() => Blocks().Where(b => b.Language == "sh").SelectMany(b => b.Body.Split('\n')).Where(line => line.Length > 0);

    private static IEnumerable<(string Language, string Body)> Blocks() => Fences().Matches(Text).Select(m => (m.Groups["language"].Value, m.Groups["body"].Value));

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\]\((?<path>[^)h][^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
