using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Analyzer.Tests.SignIn;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>What comes in from Alertmanager: who is let in, what is taken, and how it is answered. What a veto then does is in <see cref="VetoTests"/>.</summary>
public sealed class AlertmanagerHookTests
{
    private const string Target = "shop/checkout", Secret = "a-secret-of-the-shop";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alert_IsTakenOnce_LiftedOnce_AndRisesAgain()
    {
        await using Asked service = await Asked.StartAsync();

        string[] answers =
        [
            await TellAsync(service, Messages.Alert("resolved", Target)),
            await TellAsync(service, Messages.Alert("firing", Target)),
            await TellAsync(service, Messages.Alert("firing", Target)),
            await TellAsync(service, Messages.Alert("resolved", Target, endsAt: "2026-11-27T09:00:00Z")), // of an earlier time than it began
            await TellAsync(service, Messages.Alert("resolved", Target)),
            await TellAsync(service, Messages.Alert("resolved", Target)),
            await TellAsync(service, Messages.Alert("firing", Target)), // it flaps, as one of two Prometheus sees it: how things stand now is believed
        ];

        Assert.Equal(["1 repeated", "1 vetoed", "1 repeated", "1 stale", "1 lifted", "1 repeated", "1 vetoed"], answers.Select(a => a.Replace(", 0 unmatched.", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AlertsOfNoTarget_AreLeftOut()
    {
        await using Asked service = await Asked.StartAsync("--Hooks:Alertmanager:Matches:checkout:Target=shop/canaries/checkout", "--Hooks:Alertmanager:Matches:checkout:Labels:severity=page", "--Hooks:Alertmanager:Matches:checkout:Labels:Service=checkout");
        JsonObject message = Messages.Alert("firing", Target);
        JsonArray alerts = (JsonArray)message["alerts"]!;
        alerts.Add(Labelled("a1", ("alertname", "Matched"), ("severity", "page"), ("service", "checkout")));
        alerts.Add(Labelled("a2", ("alertname", "OtherCase"), ("severity", "PAGE"), ("service", "checkout")));
        alerts.Add(Labelled("a3", ("alertname", "Half"), ("severity", "page")));
        alerts.Add(Labelled("a4", ("alertname", "NoName"), ("canaryjudge_target", "shop\u0001")));
        alerts.Add(Labelled("a5", ("alertname", "Both"), ("severity", "page"), ("service", "checkout"), ("canaryjudge_target", Target), ("canaryjudge_application", "checkout")));

        string answer = await TellAsync(service, message);

        Assert.Equal("4 vetoed, 3 unmatched.", answer);
    }

    [Theory]
    [InlineData("version", "\"5\"", "version: the message is of version '5'")]
    [InlineData("version", "4", "$.version: the body cannot be read")]
    [InlineData("alerts", "null", "alerts: there are none")]
    [InlineData("alerts", "[null]", "alerts[0].status: it is ''")]
    [InlineData("alerts[0].status", "\"suppressed\"", "alerts[0].status: it is 'suppressed'")]
    [InlineData("alerts[0].labels", "null", "alerts[0].labels: they are missing")]
    [InlineData("alerts[0].labels", "{\"a\":1}", "$.alerts[0].labels.a: the body cannot be read")]
    [InlineData("alerts[0].fingerprint", "\"\"", "alerts[0].fingerprint: send 1 to 100 characters")]
    [InlineData("alerts[0].startsAt", "\"yesterday\"", "alerts[0].startsAt: 'yesterday' is no time")]
    public async Task WrongMessage_IsRefusedByItsField_AndNothingOfItIsTaken(string path, string value, string words)
    {
        await using Asked service = await Asked.StartAsync();
        JsonObject message = Messages.Alert("firing", Target);
        JsonObject owner = path.StartsWith("alerts[0].", StringComparison.Ordinal) ? (JsonObject)message["alerts"]![0]! : message;
        owner[path[(path.LastIndexOf('.') + 1)..]] = JsonNode.Parse(value);

        (int status, string text) = await PostAsync(service, message.ToJsonString());

        Assert.Equal(400, status);
        Assert.Contains(words, JsonNode.Parse(text)!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("1 vetoed, 0 unmatched.", await TellAsync(service, Messages.Alert("firing", Target)));
    }

    [Fact]
    public async Task ResolvedAlert_WithoutItsEnd_IsRefused()
    {
        await using Asked service = await Asked.StartAsync();

        (int status, string text) = await PostAsync(service, Messages.Alert("resolved", Target, endsAt: "0001-01-01T00:00:00Z").ToJsonString());

        Assert.Equal(400, status);
        Assert.Contains("alerts[0].endsAt", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyAboveTheBound_OrOfAnotherType_IsRefused()
    {
        await using Asked service = await Asked.StartAsync();

        (int large, string why) = await PostAsync(service, new string(' ', 1024 * 1024 + 1));
        (int type, _) = await Messages.PostAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, Messages.Alert("firing", Target).ToJsonString(), type: "text/plain");
        (int empty, _) = await PostAsync(service, "");

        Assert.Equal((413, 415, 400), (large, type, empty));
        Assert.Contains("max_alerts", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlertsThatWereLeftOut_AreSaidInTheLog()
    {
        await using Asked service = await Asked.StartAsync();
        JsonObject message = Messages.Alert("firing", Target);
        message["truncatedAlerts"] = 7;

        await TellAsync(service, message);

        Assert.Contains(service.Analyzer.Logs.Lines, line => line.Contains("leaves out 7 alerts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Hooks:Alertmanager:SecretFile=")]
    [InlineData("--Hooks:SecretFile=")]
    public async Task Caller_NeedsTheSecret_AsBearerTokenOrPassword(string setting)
    {
        using SecretFile secret = new(Secret);
        await using Asked service = await Asked.StartAsync(setting + secret.Path);
        string body = Messages.Alert("firing", Target).ToJsonString();

        int[] answers =
        [
            (await PostAsync(service, body)).Status,
            (await PostAsync(service, body, new AuthenticationHeaderValue("Bearer", "a-secret-of-the-shoq"))).Status,
            (await PostAsync(service, body, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("am:" + Secret))))).Status,
            (await PostAsync(service, body, new AuthenticationHeaderValue("Bearer", Secret))).Status,
        ];

        Assert.Equal([401, 401, 200, 200], answers);
        Assert.DoesNotContain(service.Analyzer.Logs.Lines, line => line.Contains("a-secret-of-the", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SecretOfAlertmanager_LetsNobodyAskForVerdicts()
    {
        using SecretFile controllers = new("a-secret-of-the-controllers"), alerts = new(Secret);
        await using Asked service = await Asked.StartAsync("--Hooks:SecretFile=" + controllers.Path, "--Hooks:Alertmanager:SecretFile=" + alerts.Path);
        AuthenticationHeaderValue sent = new("Bearer", Secret);

        (int alert, _) = await PostAsync(service, Messages.Alert("firing", Target).ToJsonString(), sent);
        (int verdict, _) = await service.PostAsync("/hooks/argo-rollouts", "{}", sent);

        Assert.Equal((200, 401), (alert, verdict));
    }

    [Fact]
    public async Task SecretThatIsChanged_IsTakenUp()
    {
        using SecretFile secret = new(Secret);
        await using Asked service = await Asked.StartAsync("--Hooks:Alertmanager:SecretFile=" + secret.Path);
        string body = Messages.Alert("firing", Target).ToJsonString();
        AuthenticationHeaderValue next = new("Bearer", "another-secret-of-the-shop");
        Assert.Equal(401, (await PostAsync(service, body, next)).Status);

        await File.WriteAllTextAsync(secret.Path, "another-secret-of-the-shop\n", Token);
        while ((await PostAsync(service, body, next)).Status == 401) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);

        Assert.Equal(401, (await PostAsync(service, body, new AuthenticationHeaderValue("Bearer", Secret))).Status);
    }

    [Fact]
    public async Task WhereCallersSignIn_TheRoleJudgeIsNeeded()
    {
        await using TokenIssuer issuer = new();
        await using Asked service = await Asked.StartAsync(issuer.Settings);
        string body = Messages.Alert("firing", Target).ToJsonString();

        int[] answers =
        [
            (await PostAsync(service, body)).Status,
            (await PostAsync(service, body, new AuthenticationHeaderValue("Bearer", issuer.Token("am", ["read"])))).Status,
            (await PostAsync(service, body, new AuthenticationHeaderValue("Bearer", issuer.Token("am", ["judge"])))).Status,
        ];

        Assert.Equal([401, 401, 200], answers);
    }

    [Fact]
    public async Task StoreThatIsAway_IsAnswered503_AndNothingIsLost()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        await using Asked service = await Asked.StartAsync("--Store:Postgres=" + await postgres.CreateDatabaseAsync(Token));
        string body = Messages.Alert("firing", Target).ToJsonString();

        await postgres.KillAsync();
        (int away, string text) = await PostAsync(service, body);
        await postgres.RestartAsync(Token);

        Assert.Equal(503, away);
        Assert.Contains("Send it again", text, StringComparison.Ordinal);
        Assert.Equal("1 vetoed, 0 unmatched.", await TellAsync(service, Messages.Alert("firing", Target)));
    }

    [Theory]
    [InlineData("--Hooks:Alertmanager:SecretFile=/nowhere", "Hooks:Alertmanager:SecretFile is '/nowhere'")]
    [InlineData("--Hooks:Flux:SecretFile=/nowhere", "Hooks:Flux:SecretFile is '/nowhere'")]
    [InlineData("--Hooks:Flux:Matches:a:Target=x", "Hooks:Flux:Matches:a:Labels is missing")]
    [InlineData("--Hooks:Alertmanager:Matches:a:Labels:b=c", "Hooks:Alertmanager:Matches:a:Target is ''")]
    [InlineData("--Hooks:Alertmanager:Matches:a:Labels:b=", "Hooks:Alertmanager:Matches:a:Labels:b is ''")]
    [InlineData("--Analyses:VetoAge=00:00:01", "Analyses:VetoAge is '00:00:01'")]
    public async Task WrongSetting_KeepsTheServiceFromStarting(string setting, string words)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => RunningAnalyzer.StartAsync(setting));

        Assert.Contains(words, refused is SettingsException ? refused.Message : refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogOfEvents_NamesWhoWhatAndSinceWhen()
    {
        await using Asked service = await Asked.StartAsync();
        await service.PostAsync("/hooks/flagger/confirm-traffic-increase", """{"name": "checkout", "namespace": "shop", "phase": "Progressing", "checksum": "5d8f7c", "metadata": {"policy": "checkout", "baseline": "version=v1", "canary": "version=v2"}}""");
        Analysis live = Assert.Single(await service.AnalysesAsync());

        await TellAsync(service, Messages.Alert("firing", live.Target));
        using var call = service.Analyzer.Analyses.WatchAnalysis(new() { Id = live.Id, After = 1 }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        AnalysisEvent told = call.ResponseStream.Current.Event;

        Assert.Equal((AnalysisEventKind.Vetoed, "alertmanager canaryjudge", "The alert CheckoutErrors fires since 2026-11-27T10:00:00.123Z (fingerprint 5ef77f1f8a3ecb8d)."), (told.Kind, told.Actor, told.Reason));
    }

    private static JsonObject Labelled(string fingerprint, params (string Name, string Value)[] labels)
    {
        JsonObject alert = (JsonObject)Messages.Alert("firing", Target, fingerprint: fingerprint)["alerts"]![0]!.DeepClone();
        alert["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value)));
        return alert;
    }

    private static Task<(int Status, string Text)> PostAsync(Asked service, string body, AuthenticationHeaderValue? authorization = null) => Messages.PostAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, body, authorization);

    private static Task<string> TellAsync(Asked service, JsonObject message) => Messages.TellAsync(service.Analyzer.Rest, Messages.AlertmanagerPath, message);
}
