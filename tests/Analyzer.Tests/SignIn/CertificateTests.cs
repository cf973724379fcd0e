using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;
using AnalysisClient = CanaryJudge.Contracts.V1.AnalysisService.AnalysisServiceClient;

namespace CanaryJudge.Analyzer.Tests.SignIn;

/// <summary>Sign-in by client certificate, over TLS.</summary>
public sealed class CertificateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("deployer", null, "deployer")]
    [InlineData("deployer", "spiffe://shop/ns/ci/sa/deployer", "spiffe://shop/ns/ci/sa/deployer")]
    public async Task Caller_WithACertificateOfTheAuthority_IsLetIn_AndTheRecordNamesIt(string commonName, string? uri, string recorded)
    {
        using CallerCertificates certificates = new();
        await using RunningAnalyzer analyzer = await StartAsync(certificates, "--SignIn:Certificate:Act=somebody else, " + recorded);
        using X509Certificate2 client = certificates.Client(commonName, uri);
        using GrpcChannel channel = Channel(analyzer, certificates, client);
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.By = "";

        Analysis started = (await new AnalysisClient(channel).StartAnalysisAsync(request, cancellationToken: Token)).Analysis;
        Analysis ended = (await new AnalysisClient(channel).CancelAnalysisAsync(new() { Id = started.Id, Reason = "wrong build" }, cancellationToken: Token)).Analysis;

        Assert.Equal((recorded, recorded), (ended.StartedBy, ended.EndedBy));
    }

    [Fact]
    public async Task Caller_WithACertificateThatHasNoGrant_MayOnlyRead()
    {
        using CallerCertificates certificates = new();
        await using RunningAnalyzer analyzer = await StartAsync(certificates, "--SignIn:Certificate:Act=deployer");
        using X509Certificate2 client = certificates.Client("Deployer");
        using GrpcChannel channel = Channel(analyzer, certificates, client);

        Assert.Empty((await new AnalysisClient(channel).ListAnalysesAsync(new(), cancellationToken: Token)).Analyses);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await new AnalysisClient(channel).StartAnalysisAsync(AnalysisRequests.Start(), cancellationToken: Token));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Contains("needs the role judge; Deployer has the role read", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("another authority")]
    [InlineData("expired")]
    public async Task Caller_WithoutARightCertificate_IsNotLetIn_ByGrpcAndRest_ButSeesTheHealthPage(string kind)
    {
        using CallerCertificates certificates = new();
        using CallerCertificates other = new();
        await using RunningAnalyzer analyzer = await StartAsync(certificates, "--SignIn:Certificate:Act=*");
        using X509Certificate2? client = kind switch
        {
            "another authority" => other.Client("deployer"),
            "expired" => certificates.Client("deployer", lifetime: TimeSpan.FromHours(-1)),
            _ => null,
        };
        using GrpcChannel channel = Channel(analyzer, certificates, client);
        using HttpClient rest = new(Handler(certificates, client)) { BaseAddress = analyzer.Rest.BaseAddress };

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await new AnalysisClient(channel).ListAnalysesAsync(new(), cancellationToken: Token));
        using HttpResponseMessage list = await rest.GetAsync("/v1/analyses", Token);
        using HttpResponseMessage health = await rest.GetAsync("/healthz", Token);

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Contains("client certificate", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (list.StatusCode, health.StatusCode));
        Assert.Equal(16, (await list.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Token_BesideACertificate_IsWhatCounts()
    {
        using CallerCertificates certificates = new();
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await StartAsync(certificates, ["--SignIn:Certificate:Act=*", .. issuer.Settings]);
        using X509Certificate2 proxy = certificates.Client("proxy");
        using GrpcChannel channel = Channel(analyzer, certificates, proxy);
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.By = "";

        Analysis byToken = (await new AnalysisClient(channel).StartAnalysisAsync(request, new Metadata { { "authorization", "Bearer " + issuer.Token("ann") } }, cancellationToken: Token)).Analysis;
        Analysis byCertificate = (await new AnalysisClient(channel).StartAnalysisAsync(request, cancellationToken: Token)).Analysis;
        RpcException forged = await Assert.ThrowsAsync<RpcException>(async () => await new AnalysisClient(channel).StartAnalysisAsync(request, new Metadata { { "authorization", "Bearer " + TokenIssuer.Unsigned("ann") } }, cancellationToken: Token));

        Assert.Equal(("ann", "proxy", StatusCode.Unauthenticated), (byToken.StartedBy, byCertificate.StartedBy, forged.StatusCode));
    }

    [Fact]
    public async Task CertificateOfTheService_ThatIsRenewed_IsTakenUpByTheNextConnection()
    {
        using CallerCertificates certificates = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. certificates.Tls]);
        Assert.Equal("CN=first", await SubjectAsync(analyzer, certificates));

        certificates.WriteServer("second");

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await SubjectAsync(analyzer, certificates) != "CN=second") await Task.Delay(100, limit.Token);
    }

    [Fact]
    public async Task Authorities_ThatAreReplaced_AreTakenUp()
    {
        using CallerCertificates certificates = new();
        using CallerCertificates next = new();
        await using RunningAnalyzer analyzer = await StartAsync(certificates, "--SignIn:Certificate:Act=*");
        using X509Certificate2 old = certificates.Client("deployer");
        using X509Certificate2 renewed = next.Client("deployer");
        using GrpcChannel first = Channel(analyzer, certificates, old);
        Assert.True(await IsLetInAsync(first));

        File.Copy(next.AuthorityFile, certificates.AuthorityFile, overwrite: true);

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using GrpcChannel second = Channel(analyzer, certificates, renewed);
        while (!await IsLetInAsync(second)) await Task.Delay(100, limit.Token);
        using GrpcChannel third = Channel(analyzer, certificates, old);
        Assert.False(await IsLetInAsync(third));
    }

    [Fact]
    public async Task PortOpenToOtherMachines_WithSignIn_OrTheDangerousSetting_Starts()
    {
        using CallerCertificates certificates = new();
        await using RunningAnalyzer signedIn = await StartAsync(certificates, "--Listen:Address=0.0.0.0");
        await using RunningAnalyzer trusting = await RunningAnalyzer.StartAsync("--Listen:Address=0.0.0.0", "--SignIn:DangerouslyTrustNetwork=true");

        Assert.Contains(signedIn.Logs.Lines, line => line.Contains("Callers sign in by \\\"client certificate\\\"", StringComparison.Ordinal));
        Assert.Contains(trusting.Logs.Lines, line => line.Contains("whoever reaches it may decide rollouts", StringComparison.Ordinal));
    }

    private static Task<RunningAnalyzer> StartAsync(CallerCertificates certificates, params string[] settings) =>
        RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. certificates.Tls, "--SignIn:Certificate:AuthorityFile=" + certificates.AuthorityFile, .. settings]);

    private static SocketsHttpHandler Handler(CallerCertificates certificates, X509Certificate2? client)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = certificates.Trust();
        if (client is not null) handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
        return handler;
    }

    private static GrpcChannel Channel(RunningAnalyzer analyzer, CallerCertificates certificates, X509Certificate2? client) =>
        GrpcChannel.ForAddress(analyzer.GrpcAddress, new GrpcChannelOptions { HttpHandler = Handler(certificates, client), DisposeHttpClient = true });

    private static async Task<bool> IsLetInAsync(GrpcChannel channel)
    {
        try
        {
            await new AnalysisClient(channel).ListAnalysesAsync(new(), cancellationToken: Token);
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }

    private static async Task<string> SubjectAsync(RunningAnalyzer analyzer, CallerCertificates certificates)
    {
        string subject = "";
        using SocketsHttpHandler handler = Handler(certificates, client: null);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            subject = certificate!.Subject;
            return errors == SslPolicyErrors.None;
        };
        using HttpClient rest = new(handler) { BaseAddress = analyzer.Rest.BaseAddress };
        using HttpResponseMessage health = await rest.GetAsync("/healthz", Token);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        return subject;
    }
}
