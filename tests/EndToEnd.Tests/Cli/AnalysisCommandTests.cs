using System.Text.Json;
using CanaryJudge.EndToEnd.Tests.Analyzer;
using CanaryJudge.EndToEnd.Tests.Prometheus;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The commands about analyses against the service as a process.</summary>
public sealed class AnalysisCommandTests
{
    private const string Source = "--Sources:Prometheus:main:Address=http://127.0.0.1:9";

    // Windows of an hour: nothing is judged while a test runs.
    private const string Policy = """
        apiVersion: canaryjudge.io/v1
        kind: CanaryPolicy
        metadata: {name: slow}
        spec:
          interval: 1h
          metrics:
            - {name: error_rate, kind: ratio, bad: 'http_requests_total{code=~"5.."}', total: http_requests_total, margin: 0.5pp}
        """;

    [Fact]
    public async Task Analysis_IsStartedOnce_ListedShownAndDecided_WithWhoAndWhy()
    {
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(Source);
        CliResult first = await StartAsync(analyzer.GrpcAddress, "--idempotency-key", "build-1", "--by", "ann");
        CliResult again = await StartAsync(analyzer.GrpcAddress, "--idempotency-key", "build-1", "--by", "ann");
        string id = first.Out.Trim();

        CliResult list = await CliProcess.RunAsync("list", "--server", analyzer.GrpcAddress, "--state", "waiting", "--application", "shop");
        CliResult decided = await CliProcess.RunAsync("override", id, "rollback", "--reason", "carts are broken", "--by", "bob", "--server", "unix://" + analyzer.UnixSocket);
        CliResult late = await CliProcess.RunAsync("cancel", id, "--reason", "too late", "--by", "zoe", "--server", analyzer.GrpcAddress);
        CliResult shown = await CliProcess.RunAsync("get", id, "--server", analyzer.GrpcAddress, "--output", "json");
        CliResult watched = await CliProcess.RunAsync("watch", id, "--server", analyzer.GrpcAddress, "--exit-code");

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal((0, first.Out), (again.Code, again.Out));
        Assert.Contains("nothing more was started", again.Error, StringComparison.Ordinal);
        Assert.Contains(id, list.Out, StringComparison.Ordinal);
        Assert.Equal((0, ""), (decided.Code, decided.Error));
        Assert.StartsWith("ROLLBACK  carts are broken", decided.Out, StringComparison.Ordinal);
        Assert.Equal((1, ""), (late.Code, late.Out));
        Assert.Contains("overridden by bob, rollback", late.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(shown.Out);
        Assert.Equal(("ended", "overridden", "rollback", "ann", "bob", 4), (Text(json, "state"), Text(json, "ending"), Text(json, "decision"), Text(json, "started_by"), Text(json, "ended_by"), json.RootElement.GetProperty("exit_code").GetInt32()));
        Assert.Equal(("version=v1", "version=v2"), (Text(json, "baseline"), Text(json, "canary")));
        Assert.Contains("name: slow", Text(json, "policy_document"), StringComparison.Ordinal);
        Assert.Equal((4, ""), (watched.Code, watched.Error));
        Assert.EndsWith("ROLLBACK  carts are broken\n", watched.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_GoesOnAfterTheServiceWasKilledAndStartedAgain_AndShowsEveryEventOnce()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("canaryjudge-watch-");
        string[] settings = [Source, "--Store:File=" + Path.Combine(folder.FullName, "store.db"), "--Listen:GrpcPort=" + FreePorts.One()];
        try
        {
            AnalyzerProcess killed = await AnalyzerProcess.StartAsync(settings);
            string id = (await StartAsync(killed.GrpcAddress)).Out.Trim();
            await using CliProcess watch = CliProcess.Start("watch", id, "--server", killed.GrpcAddress, "--exit-code", "--output", "ndjson");
            await watch.ShownAsync("\"started\"");

            await killed.DisposeAsync();
            await using AnalyzerProcess again = await AnalyzerProcess.StartAsync(settings);
            await CliProcess.RunAsync("override", id, "promote", "--reason", "seen", "--server", again.GrpcAddress);
            CliResult result = await watch.WaitAsync();

            Assert.Equal(0, result.Code);
            Assert.Contains("trying again", result.Error, StringComparison.Ordinal);
            Assert.Equal([1, 2], result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("sequence").GetInt32()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Watch_OfWhatHasNotEnded_EndsAtItsLimit_AndOfACancelledOne_Is3()
    {
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(Source);
        string id = (await StartAsync(analyzer.GrpcAddress)).Out.Trim();

        CliResult limited = await CliProcess.RunAsync("watch", id, "--server", analyzer.GrpcAddress, "--at-most", "2s");
        await CliProcess.RunAsync("cancel", id, "--reason", "wrong build", "--server", analyzer.GrpcAddress);
        CliResult ended = await CliProcess.RunAsync("watch", id, "--server", analyzer.GrpcAddress, "--exit-code");
        CliResult plain = await CliProcess.RunAsync("watch", id, "--server", analyzer.GrpcAddress);

        Assert.Equal(3, limited.Code);
        Assert.Contains("has not ended in 2s; it goes on", limited.Error, StringComparison.Ordinal);
        Assert.Equal((3, 0), (ended.Code, plain.Code));
        Assert.Contains("NO DECISION  wrong build", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_AndAServiceThatIsNotThere_AreToldInWords_AndAre1()
    {
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(Source);

        CliResult wrong = await CliProcess.RunWithAsync(Policy, "start", "--policy", "-", "--application", "shop", "--target", " ", "--source", "nowhere", "--baseline", "version=v1", "--canary", "version=v2", "--server", analyzer.GrpcAddress);
        CliResult unknown = await CliProcess.RunAsync("get", "0198c0de-0000-7000-8000-000000000000", "--server", analyzer.GrpcAddress);
        CliResult gone = await CliProcess.RunAsync("list", "--server", "http://127.0.0.1:9", "--timeout", "5s");
        CliResult rest = await CliProcess.RunAsync("list", "--server", analyzer.HttpAddress, "--timeout", "5s");

        Assert.Equal((1, 1, 1, 1), (wrong.Code, unknown.Code, gone.Code, rest.Code));
        Assert.Contains("target: The target is empty.", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("source: There is no source 'nowhere'.", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("There is no analysis 0198c0de", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9/ cannot be reached", gone.Error, StringComparison.Ordinal);
        Assert.All((CliResult[])[wrong, unknown, gone, rest], r => Assert.DoesNotContain("   at ", r.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_SignsInByItsCertificate_AsTheEnvironmentSays_AndIsNotKnownWithout()
    {
        using TestCertificates certificates = new();
        await using AnalyzerProcess analyzer = await AnalyzerProcess.StartAsync(
            Source, "--Listen:UnixSocket=", "--Listen:CertificateFile=" + certificates.ServerFile, "--Listen:KeyFile=" + certificates.ServerKeyFile,
            "--SignIn:Certificate:AuthorityFile=" + certificates.AuthorityFile, "--SignIn:Certificate:Judge=client");
        (string, string)[] signedIn =
        [
            ("CANARYJUDGE_SERVER", analyzer.GrpcAddress), ("CANARYJUDGE_CA_FILE", certificates.AuthorityFile),
            ("CANARYJUDGE_CERT_FILE", certificates.ClientFile), ("CANARYJUDGE_KEY_FILE", certificates.ClientKeyFile),
        ];
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Policy, TestContext.Current.CancellationToken);
        try
        {
            await using CliProcess start = CliProcess.Launch("dotnet", [CliProcess.Program, "start", "--policy", file, "--application", "shop", "--target", "shop/cart", "--baseline", "version=v1", "--canary", "version=v2"], signedIn);
            CliResult started = await start.WaitAsync();
            await using CliProcess nobody = CliProcess.Launch("dotnet", [CliProcess.Program, "list"], signedIn[0], signedIn[1]);
            CliResult refused = await nobody.WaitAsync();
            await using CliProcess distrustful = CliProcess.Launch("dotnet", [CliProcess.Program, "list"], signedIn[0]);
            CliResult untrusted = await distrustful.WaitAsync();

            Assert.Equal((0, ""), (started.Code, started.Error));
            Assert.Contains("by client\n", started.Out, StringComparison.Ordinal);
            Assert.Equal(1, refused.Code);
            Assert.Contains("the service does not know who calls: Nobody has signed in. Send a client certificate.", refused.Error, StringComparison.Ordinal);
            Assert.Equal(1, untrusted.Code);
            Assert.Contains("cannot be reached", untrusted.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString()!;

    private static Task<CliResult> StartAsync(string server, params string[] more) => CliProcess.RunWithAsync(
        Policy, ["start", "--policy", "-", "--application", "shop", "--target", "shop/cart", "--baseline", "version=v1", "--canary", "version=v2", "--quiet", "--server", server, .. more]);
}
