using System.Net.Http.Headers;
using System.Text;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Sources.Prometheus;
using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

public sealed class SecurePrometheusTests : IDisposable
{
    private const string Password = "correct horse battery";
    // bcrypt of the password above, cost 4 (made once with crypt of libxcrypt).
    private const string PasswordHash = "$2b$04$CanaryJudgeTestSalt.uuvO9QkF6tg52HBnj.4OblmOYXM5bu6ou";
    private static readonly PlannedQuery Query = Ask.Raw("http_requests_total", Ask.Start - 1, Samples.End);
    private readonly TestCertificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Fact]
    public async Task BasicAuthentication_WithTheRightPassword_Answers()
    {
        await using PrometheusServer server = await StartAsync($"basic_auth_users:\n  judge: {PasswordHash}\n", tls: false);
        PrometheusOptions options = new() { Address = server.BaseAddress, Username = "judge", Password = Password };
        Ask.Holds(Assert.Single((await Ask.AnswerAsync(options, Query)).Series), Samples.Good.Samples);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("judge", "wrong-password")]
    public async Task BasicAuthentication_WithoutTheRightPassword_IsUnauthorizedAndShowsNone(string? username, string? password)
    {
        await using PrometheusServer server = await StartAsync($"basic_auth_users:\n  judge: {PasswordHash}\n", tls: false);
        PrometheusOptions options = new() { Address = server.BaseAddress, Username = username, Password = password };
        SourceProblem? problem = (await Ask.AnswerAsync(options, Query)).Problem;
        Assert.Equal((ProblemKind.Unauthorized, 401), (problem?.Kind, problem?.Status));
        Assert.DoesNotContain("wrong-password", problem?.Message);
    }

    [Fact]
    public async Task Tls_WithTheAuthorityThatSignedTheServer_Answers()
    {
        await using PrometheusServer server = await StartAsync(Tls(""), tls: true);
        PrometheusOptions options = new() { Address = server.BaseAddress, CaFile = certificates.AuthorityFile };
        Ask.Holds(Assert.Single((await Ask.AnswerAsync(options, Query)).Series), Samples.Good.Samples);
    }

    [Fact]
    public async Task Tls_WithoutTheAuthorityThatSignedTheServer_IsUnreachable()
    {
        await using PrometheusServer server = await StartAsync(Tls(""), tls: true);
        using var others = new TestCertificates();
        foreach (string? authority in new[] { null, others.AuthorityFile })
        {
            SourceProblem? problem = (await Ask.AnswerAsync(new PrometheusOptions { Address = server.BaseAddress, CaFile = authority }, Query)).Problem;
            Assert.Equal(ProblemKind.Unreachable, problem?.Kind);
            Assert.Contains("caFile", problem?.Message);
        }
    }

    [Fact]
    public async Task MutualTls_WithOurCertificate_Answers()
    {
        await using PrometheusServer server = await StartAsync(Tls(MutualTls), tls: true);
        PrometheusOptions options = new()
        {
            Address = server.BaseAddress,
            CaFile = certificates.AuthorityFile,
            ClientCertificateFile = certificates.ClientFile,
            ClientKeyFile = certificates.ClientKeyFile,
        };
        Ask.Holds(Assert.Single((await Ask.AnswerAsync(options, Query)).Series), Samples.Good.Samples);
    }

    [Fact]
    public async Task MutualTls_WithoutOurCertificate_IsUnreachable()
    {
        await using PrometheusServer server = await StartAsync(Tls(MutualTls), tls: true);
        PrometheusOptions options = new() { Address = server.BaseAddress, CaFile = certificates.AuthorityFile, Attempts = 1 };
        Assert.Equal(ProblemKind.Unreachable, (await Ask.AnswerAsync(options, Query)).Problem?.Kind);
    }

    [Fact]
    public async Task MutualTls_WithACertificateFileThatIsGone_IsAProblem()
    {
        await using PrometheusServer server = await StartAsync(Tls(MutualTls), tls: true);
        PrometheusOptions options = new()
        {
            Address = server.BaseAddress,
            CaFile = certificates.AuthorityFile,
            ClientCertificateFile = "/nowhere/client.pem",
            ClientKeyFile = certificates.ClientKeyFile,
        };
        SourceProblem? problem = (await Ask.AnswerAsync(options, Query)).Problem;
        Assert.Equal(ProblemKind.Unreachable, problem?.Kind);
        Assert.Contains("/nowhere/client.pem", problem?.Message);
    }

    private string MutualTls => $"  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: {certificates.AuthorityFile}\n";

    private string Tls(string more) => $"tls_server_config:\n  cert_file: {certificates.ServerFile}\n  key_file: {certificates.ServerKeyFile}\n{more}";

    private async Task<PrometheusServer> StartAsync(string webConfig, bool tls)
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == TestCertificates.AuthorityName; // the tests' own calls; what is tested has its own connections
        handler.SslOptions.ClientCertificates = [certificates.Client];
        var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("judge:" + Password)));
        PrometheusServer server = await PrometheusServer.StartAsync(new PrometheusServerOptions { WebConfig = webConfig, Tls = tls, Client = client }, TestContext.Current.CancellationToken);
        await server.WriteAsync([Samples.Good], TestContext.Current.CancellationToken);
        return server;
    }
}
