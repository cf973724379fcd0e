using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class CredentialTests : IDisposable
{
    private const string Secret = "s3cr3t-Value";
    private readonly string folder = Directory.CreateTempSubdirectory("canaryjudge-credentials-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Basic_FromOptions_IsSent()
    {
        StubServer.Call call = await SentAsync(StubServer.Options with { Username = "judge", Password = Secret });
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("judge:" + Secret)), call.Headers["Authorization"]);
    }

    [Fact]
    public async Task Tenant_AndFurtherHeaders_AreSent()
    {
        StubServer.Call call = await SentAsync(StubServer.Options with { Tenant = "team-a|team-b", Headers = new Dictionary<string, string> { ["X-Extra"] = "yes" } });
        Assert.Equal("team-a|team-b", call.Headers["X-Scope-OrgID"]);
        Assert.Equal("yes", call.Headers["X-Extra"]);
    }

    [Fact]
    public async Task BearerToken_ThatIsRenewed_IsReadAgain()
    {
        string file = Path.Combine(folder, "token");
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source(StubServer.Options with { BearerTokenFile = file });
        foreach (string token in new[] { "first", "other" })
        {
            // As Kubernetes does: the file is a link into a folder that is swapped, with equal length and times.
            string target = Path.Combine(folder, token);
            await File.WriteAllTextAsync(target, token + "\n", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(target, DateTime.UnixEpoch);
            File.Delete(file);
            File.CreateSymbolicLink(file, target);
            await StubServer.AskAsync(source, StubServer.Raw());
        }
        Assert.Equal(["Bearer first", "Bearer other"], server.Calls.Select(call => call.Headers["Authorization"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    public async Task BearerTokenFile_ThatHoldsNoToken_IsUnauthorizedAndNothingIsSent(string? content)
    {
        string file = Path.Combine(folder, "token");
        if (content is not null) await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source(StubServer.Options with { BearerTokenFile = file, Attempts = 3 });
        SourceProblem? problem = (await StubServer.AskAsync(source, StubServer.Raw())).Problem;
        Assert.Equal(ProblemKind.Unauthorized, problem?.Kind);
        Assert.Contains(file, problem?.Message);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Secrets_ThatAServerRepeats_AreNeverShown()
    {
        string file = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(file, Secret, TestContext.Current.CancellationToken);
        string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes("judge:" + Secret));
        PrometheusOptions options = StubServer.Options with { Username = "judge", PasswordFile = file, Headers = new Dictionary<string, string> { ["X-Key"] = "k3y-of-mine" } };
        using PrometheusSource source = new StubServer(_ => StubServer.Error(401, "denied", $"{Secret} {pair} k3y-of-mine http://me:pw@host/ http://a@b:c@host")).Source(options);
        string message = (await StubServer.AskAsync(source, StubServer.Raw())).Problem!.Message;
        Assert.DoesNotContain(Secret, message);
        Assert.DoesNotContain(pair, message);
        Assert.DoesNotContain("k3y-of-mine", message);
        Assert.DoesNotContain("pw", message);
        Assert.DoesNotContain("b:c", message);
        Assert.Contains("***@host", message);
    }

    private static async Task<StubServer.Call> SentAsync(PrometheusOptions options)
    {
        StubServer server = StubServer.Always(StubServer.Empty);
        using PrometheusSource source = server.Source(options);
        await StubServer.AskAsync(source, StubServer.Raw());
        return Assert.Single(server.Calls);
    }
}
