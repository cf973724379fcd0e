using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Health.V1;
using HealthService = Grpc.Health.V1.Health;

namespace CanaryJudge.Analyzer.Tests.SignIn;

/// <summary>Sign-in by bearer token.</summary>
public sealed class TokenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_WithATokenOfTheIssuer_IsLetIn_AndTheRecordNamesTheTokensSubject(bool isByOpenIdConnect)
    {
        await using TokenIssuer issuer = new();
        string name = isByOpenIdConnect ? await issuer.ServeAsync() : TokenIssuer.Name;
        string[] settings = isByOpenIdConnect ? ["--SignIn:Token:Authority=" + name] : issuer.Settings;
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. settings]);
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.By = "";

        Analysis started = (await analyzer.Analyses.StartAnalysisAsync(request, Bearer(issuer.Token("ann@shop", issuer: name)), cancellationToken: Token)).Analysis;
        Analysis ended = (await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = started.Id, Decision = VerdictOutcome.Promote, Reason = "seen" }, Bearer(issuer.Token("bob@shop", issuer: name)), cancellationToken: Token)).Analysis;

        Assert.Equal(("ann@shop", "bob@shop"), (ended.StartedBy, ended.EndedBy));
        Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains("eyJ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NameInTheRequest_WhereCallersSignIn_IsRefused()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);

        Assert.Equal(["by"], await Failures.FieldsOfAsync(analyzer.Analyses.StartAnalysisAsync(AnalysisRequests.Start(), Bearer(issuer.Token("mallory")), cancellationToken: Token)));
        Assert.Empty((await analyzer.Analyses.ListAnalysesAsync(new(), Bearer(issuer.Token("ann")), cancellationToken: Token)).Analyses);
    }

    [Fact]
    public async Task StolenIdempotencyKey_OfAnotherCaller_ShowsAndChangesNothingOfTheirs()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);
        StartAnalysisRequest request = AnalysisRequests.Start();
        (request.By, request.IdempotencyKey) = ("", "deploy-42");
        string theirs = (await analyzer.Analyses.StartAnalysisAsync(request, Bearer(issuer.Token("ann")), cancellationToken: Token)).Analysis.Id;
        request.Target = "mallory's";

        StartAnalysisResponse stolen = await analyzer.Analyses.StartAnalysisAsync(request, Bearer(issuer.Token("mallory")), cancellationToken: Token);

        Assert.NotEqual(theirs, stolen.Analysis.Id);
        Assert.Equal((false, "mallory"), (stolen.RepeatedCall, stolen.Analysis.StartedBy));
        Assert.Equal(AnalysisState.Waiting, (await analyzer.Analyses.GetAnalysisAsync(new() { Id = theirs }, Bearer(issuer.Token("ann")), cancellationToken: Token)).Analysis.State);
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "none", "Nobody has signed in" },
        { "expired", "The token expired at" },
        { "wrong key", "is not signed" },
        { "unsigned", "is not signed" },
        { "shared secret", "is not signed" },
        { "wrong audience", "another audience" },
        { "wrong issuer", "another issuer" },
        { "changed", "is not signed" },
        { "rubbish", "no signed JSON Web Token" },
        { "no name", "names nobody" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Caller_WithoutARightToken_IsNotLetIn_ByGrpcAndRest_AndIsToldWhy(string kind, string words)
    {
        await using TokenIssuer issuer = new();
        await using TokenIssuer other = new("two");
        await using TokenIssuer sameId = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);
        string right = issuer.Token("ann");
        string token = kind switch
        {
            "expired" => issuer.Token("ann", lifetime: TimeSpan.FromMinutes(-5)),
            "wrong key" => sameId.Token("ann"),
            "unsigned" => TokenIssuer.Unsigned("ann"),
            "shared secret" => issuer.SignedWithThePublicKey("ann"),
            "wrong audience" => issuer.Token("ann", audience: "another-service"),
            "wrong issuer" => issuer.Token("ann", issuer: "https://mallory.example"),
            "changed" => $"{right.Split('.')[0]}.{issuer.Token("root").Split('.')[1]}.{right.Split('.')[2]}",
            "rubbish" => "eyJ.rubb'ish.\"",
            "no name" => issuer.Token("\u0001"),
            _ => "",
        };
        StartAnalysisRequest request = AnalysisRequests.Start();
        request.By = "";

        RpcException refused = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Analyses.StartAnalysisAsync(request, kind == "none" ? [] : Bearer(token), cancellationToken: Token));
        RpcException judged = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Client.CheckPolicyAsync(new(), kind == "none" ? [] : Bearer(token), cancellationToken: Token));
        using HttpRequestMessage get = new(HttpMethod.Get, "/v1/analyses");
        if (kind != "none") get.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using HttpResponseMessage rest = await analyzer.Rest.SendAsync(get, Token);
        JsonElement answer = await rest.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.Equal((StatusCode.Unauthenticated, StatusCode.Unauthenticated), (refused.StatusCode, judged.StatusCode));
        Assert.Contains(words, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, 16), (rest.StatusCode, answer.GetProperty("code").GetInt32()));
        Assert.Contains(words, answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Bearer", rest.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Empty((await analyzer.Analyses.ListAnalysesAsync(new(), Bearer(right), cancellationToken: Token)).Analyses);
        if (token.Length > 0) Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("read", "list get watch")]
    [InlineData("judge", "list get watch judge start")]
    [InlineData("act", "list get watch judge start cancel override")]
    [InlineData("admin", "")]
    public async Task Caller_MayDoWhatItsRoleSays_AndIsToldTheRoleItLacks(string role, string allowed)
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);
        StartAnalysisRequest start = AnalysisRequests.Start();
        start.By = "";
        string id = (await analyzer.Analyses.StartAnalysisAsync(start, Bearer(issuer.Token("ann")), cancellationToken: Token)).Analysis.Id;
        Metadata caller = Bearer(issuer.Token("bob", [role]));
        start.Target = "another";
        (string Name, Func<Task> Call)[] calls =
        [
            ("list", async () => await analyzer.Analyses.ListAnalysesAsync(new(), caller, cancellationToken: Token)),
            ("get", async () => await analyzer.Analyses.GetAnalysisAsync(new() { Id = id }, caller, cancellationToken: Token)),
            ("watch", async () =>
            {
                using AsyncServerStreamingCall<WatchAnalysisResponse> call = analyzer.Analyses.WatchAnalysis(new() { Id = id }, caller, cancellationToken: Token);
                await call.ResponseStream.MoveNext(Token);
            }),
            ("judge", async () => await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.01), caller, cancellationToken: Token)),
            ("start", async () => await analyzer.Analyses.StartAnalysisAsync(start, caller, cancellationToken: Token)),
            ("cancel", async () => await analyzer.Analyses.CancelAnalysisAsync(new() { Id = id, Reason = "none" }, caller, cancellationToken: Token)),
            // After the cancel it is too late, but the role is asked first.
            ("override", async () => await analyzer.Analyses.OverrideAnalysisAsync(new() { Id = id, Reason = "none", Decision = VerdictOutcome.Promote }, caller, cancellationToken: Token)),
        ];

        List<string> done = [];
        foreach ((string name, Func<Task> call) in calls)
        {
            try
            {
                await call();
                done.Add(name);
            }
            catch (RpcException late) when (late.StatusCode == StatusCode.FailedPrecondition)
            {
                done.Add(name);
            }
            catch (RpcException refused)
            {
                Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
                Assert.Matches("needs the role (read|judge|act); bob has", refused.Status.Detail);
            }
        }

        Assert.Equal(allowed, string.Join(' ', done));
    }

    [Fact]
    public async Task HealthAndReflection_NeedNoToken()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(issuer.Settings);

        HealthCheckResponse health = await new HealthService.HealthClient(analyzer.Channel).CheckAsync(new(), cancellationToken: Token);
        using HttpResponseMessage ready = await analyzer.Rest.GetAsync("/readyz", Token);
        using HttpResponseMessage nothing = await analyzer.Rest.GetAsync("/v2/anything", Token);

        Assert.Equal((HealthCheckResponse.Types.ServingStatus.Serving, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (health.Status, ready.StatusCode, nothing.StatusCode));
    }

    [Fact]
    public async Task KeysFile_ThatIsReplaced_IsTakenUp_AndOneThatIsBroken_LeavesTheKeysAsTheyWere()
    {
        await using TokenIssuer issuer = new();
        await using TokenIssuer next = new("two");
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);
        Assert.False(await IsLetInAsync(analyzer, next.Token("ann")));

        issuer.WriteKeys(next);
        await UntilAsync(() => IsLetInAsync(analyzer, next.Token("ann")));
        Assert.False(await IsLetInAsync(analyzer, issuer.Token("ann")));

        await File.WriteAllTextAsync(issuer.KeysFile, """{"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "two"}]}""", Token);
        await UntilAsync(() => Task.FromResult(analyzer.Logs.Lines.Any(line => line.Contains("Cannot be read, so what was read before is still used", StringComparison.Ordinal))), () => IsLetInAsync(analyzer, next.Token("ann")));
        Assert.True(await IsLetInAsync(analyzer, next.Token("ann")));
    }

    [Fact]
    public async Task KeysFile_OfPem_IsRead()
    {
        await using TokenIssuer issuer = new();
        await File.WriteAllTextAsync(issuer.KeysFile, issuer.PublicKeyPem, Token);
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync([AnalysisRequests.Source, .. issuer.Settings]);

        Assert.True(await IsLetInAsync(analyzer, issuer.Token("ann")));
    }

    [Fact]
    public async Task IssuerThatIsGone_IsTheServicesTrouble_AndNotTheCallers()
    {
        await using TokenIssuer issuer = new();
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(AnalysisRequests.Source, "--SignIn:Token:Authority=http://127.0.0.1:9");

        RpcException failed = await Assert.ThrowsAsync<RpcException>(async () => await analyzer.Analyses.ListAnalysesAsync(new(), Bearer(issuer.Token("ann")), cancellationToken: Token));

        Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
        Assert.Contains("SignIn:Token:Authority", failed.Status.Detail, StringComparison.Ordinal);
    }

    private static Metadata Bearer(string token) => new() { { "authorization", "Bearer " + token } };

    private static async Task<bool> IsLetInAsync(RunningAnalyzer analyzer, string token)
    {
        using HttpRequestMessage get = new(HttpMethod.Get, "/v1/analyses");
        get.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await analyzer.Rest.SendAsync(get, Token);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, Func<Task>? meanwhile = null)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            if (meanwhile is not null) await meanwhile();
            await Task.Delay(100, limit.Token);
        }
    }
}
