using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Tests.SignIn;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>The answers to the web metric of Argo Rollouts.</summary>
public sealed class ArgoHookTests
{
    private const string Path = "/hooks/argo-rollouts";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstQuestion_StartsAnAnalysis_AndLaterOnesAnswerHowItStands()
    {
        await using Asked service = await Asked.StartAsync();

        JsonElement first = await AskAsync(service, Body()), second = await AskAsync(service, Body());

        Assert.Equal(("PAUSE", false), (first.GetProperty("verdict").GetString(), first.GetProperty("couldNotJudge").GetBoolean()));
        Assert.Equal(first.GetProperty("analysis").GetString(), second.GetProperty("analysis").GetString());
        Analysis started = Assert.Single(await service.AnalysesAsync());
        Assert.Equal(("checkout", "shop/rollouts/checkout", "argo-rollouts 11aa/hash-v2", "checkout"), (started.Application, started.Target, started.StartedBy, started.Policy));
        Assert.Equal(60, first.GetProperty("horizon").GetInt32());
    }

    [Fact]
    public async Task QuestionsAtTheSameTime_StartOneAnalysis()
    {
        await using Asked service = await Asked.StartAsync();

        JsonElement[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(service, Body())));

        Assert.Single(answers.Select(a => a.GetProperty("analysis").GetString()).Distinct());
        Assert.Single(await service.AnalysesAsync());
    }

    [Theory]
    [InlineData(VerdictOutcome.Promote, "PROMOTE")]
    [InlineData(VerdictOutcome.Rollback, "ROLLBACK")]
    public async Task ADecision_IsTheAnswer(VerdictOutcome decision, string verdict)
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Body());
        await service.DecideAsync(decision);

        JsonElement answer = await AskAsync(service, Body());

        Assert.Equal((verdict, "seen by hand"), (answer.GetProperty("verdict").GetString(), answer.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task AnAnalysisThatWasCalledOff_IsAPauseWithItsReason()
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Body());
        await service.CallOffAsync();

        JsonElement answer = await AskAsync(service, Body());

        Assert.Equal("PAUSE", answer.GetProperty("verdict").GetString());
        Assert.Equal("The analysis ended without a decision (cancelled): wrong build", answer.GetProperty("reason").GetString());
        Assert.Single(await service.AnalysesAsync());
    }

    [Fact]
    public async Task AnotherVersion_TakesThePlaceOfTheOneBefore_AndIsJudgedByItself()
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Body());
        await service.DecideAsync(VerdictOutcome.Promote);

        JsonElement next = await AskAsync(service, Body(body => (body["canaryHash"], body["stableHash"]) = ("hash-v3", "hash-v2")));

        Assert.Equal("PAUSE", next.GetProperty("verdict").GetString());
        Assert.Equal(2, (await service.AnalysesAsync()).Count);
    }

    [Fact]
    public async Task ADecision_IsNotGoodForALaterRolloutOfTheSameVersion()
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Body());
        await service.DecideAsync(VerdictOutcome.Promote);
        service.Clock.Shift = TimeSpan.FromMinutes(59);
        JsonElement soon = await AskAsync(service, Body());

        service.Clock.Shift = TimeSpan.FromMinutes(61);
        JsonElement later = await AskAsync(service, Body());

        Assert.Equal(("PROMOTE", "PAUSE"), (soon.GetProperty("verdict").GetString(), later.GetProperty("verdict").GetString()));
        Assert.Equal(2, (await service.AnalysesAsync()).Count);
    }

    [Theory]
    [InlineData("policy", "nobodys", "no policy 'nobodys'")]
    [InlineData("policy", "", "No policy is named")]
    [InlineData("canary", "version=~(", "canary")]
    [InlineData("canary", "", "canary")]
    [InlineData("canaryHash", "", "canaryHash is empty")]
    [InlineData("canaryHash", "hash-v1", "nothing to compare")]
    [InlineData("source", "nowhere", "no source 'nowhere'")]
    [InlineData("bogus", "x", "bogus")]
    [InlineData("baseline", "version=v2", "canary")]
    public async Task AWrongRequest_IsAPauseThatSaysWhatIsWrong(string field, string value, string words)
    {
        await using Asked service = await Asked.StartAsync();

        JsonElement answer = await AskAsync(service, Body(body => body[field] = value));

        Assert.Equal(("PAUSE", true), (answer.GetProperty("verdict").GetString(), answer.GetProperty("couldNotJudge").GetBoolean()));
        Assert.Contains(words, answer.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await service.AnalysesAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"namespace\":1}")]
    [InlineData("{\"namespace\":\"a\",\"namespace\":\"b\"}")]
    [InlineData("<html>")]
    public async Task ABody_ThatIsNoRequest_IsAPause(string body)
    {
        await using Asked service = await Asked.StartAsync();

        JsonElement answer = await AskAsync(service, body);

        Assert.Equal(("PAUSE", true), (answer.GetProperty("verdict").GetString(), answer.GetProperty("couldNotJudge").GetBoolean()));
    }

    [Fact]
    public async Task ABody_AboveTheBound_IsAPause()
    {
        await using Asked service = await Asked.StartAsync();

        JsonElement answer = await AskAsync(service, Body(body => body["application"] = new string('x', 70_000)));

        Assert.Contains("larger than 65536 bytes", answer.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoreThatIsAway_IsAPause()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Cancel);
        await using Asked service = await Asked.StartAsync("--Store:Postgres=" + await postgres.CreateDatabaseAsync(Cancel));
        await AskAsync(service, Body());
        await service.DecideAsync(VerdictOutcome.Rollback);

        await postgres.KillAsync();
        JsonElement away = await AskAsync(service, Body());
        await postgres.RestartAsync(Cancel);
        JsonElement back = await AskAsync(service, Body());

        Assert.Equal(("PAUSE", true), (away.GetProperty("verdict").GetString(), away.GetProperty("couldNotJudge").GetBoolean()));
        Assert.Equal("ROLLBACK", back.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task ACaller_WithoutTheSecret_IsNotLetIn()
    {
        using SecretFile secret = new("a-secret-of-the-shop");
        await using Asked service = await Asked.StartAsync("--Hooks:SecretFile=" + secret.Path);

        (int without, string text) = await service.PostAsync(Path, Body());
        (int wrong, _) = await service.PostAsync(Path, Body(), new AuthenticationHeaderValue("Bearer", "a-secret-of-the-shoq"));
        (int right, _) = await service.PostAsync(Path, Body(), new AuthenticationHeaderValue("Bearer", "a-secret-of-the-shop"));

        Assert.Equal((401, 401, 200), (without, wrong, right));
        Assert.Contains("Hooks:SecretFile", text, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Analyzer.Logs.Lines, line => line.Contains("a-secret-of-the", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereCallersSignIn_TheRoleJudgeIsNeeded()
    {
        await using TokenIssuer issuer = new();
        await using Asked service = await Asked.StartAsync(issuer.Settings);

        (int without, _) = await service.PostAsync(Path, Body());
        (int reader, _) = await service.PostAsync(Path, Body(), new AuthenticationHeaderValue("Bearer", issuer.Token("argo", ["read"])));
        (int judge, _) = await service.PostAsync(Path, Body(), new AuthenticationHeaderValue("Bearer", issuer.Token("argo", ["judge"])));

        Assert.Equal((401, 401, 200), (without, reader, judge));
    }

    [Fact]
    public async Task TheSampleTemplate_AsksWhatTheServiceUnderstands_AndKeepsItsOwnRules()
    {
        YamlMappingNode metric = (YamlMappingNode)Read("samples/argo-rollouts/analysis-template.yaml")["spec"]["metrics"][0];
        YamlNode web = metric["provider"]["web"];
        JsonObject body = [];
        foreach ((YamlNode key, YamlNode value) in (YamlMappingNode)web["jsonBody"]) body[(string)key!] = Fill((string)value!);
        await using Asked service = await Asked.StartAsync();

        JsonElement answer = await AskAsync(service, body.ToJsonString());

        Assert.EndsWith(Path, (string)web["url"]!, StringComparison.Ordinal);
        Assert.Equal(("PAUSE", false), (answer.GetProperty("verdict").GetString(), answer.GetProperty("couldNotJudge").GetBoolean()));
        // As the controller validates a metric, and so that "not yet" never ends the run before the policy does.
        int count = Number("count"), inconclusive = Number("inconclusiveLimit");
        Assert.True(count >= inconclusive && count >= Number("failureLimit") + Number("consecutiveSuccessLimit"));
        Assert.True(inconclusive * 30 > answer.GetProperty("horizon").GetInt32() * 60);
        Assert.Equal("result.verdict == \"PROMOTE\"|result.verdict == \"ROLLBACK\"", $"{metric["successCondition"]}|{metric["failureCondition"]}");

        int Number(string key) => int.Parse((string)metric[key]!);
        static string Fill(string text) => text.Replace("{{args.policy}}", "checkout", StringComparison.Ordinal).Replace("{{args.stable-hash}}", "hash-v1", StringComparison.Ordinal)
            .Replace("{{args.canary-hash}}", "hash-v2", StringComparison.Ordinal).Replace("{{args.", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
    }

    private static YamlNode Read(string file)
    {
        using StreamReader reader = new(Checkout.Path(file));
        YamlStream yaml = [];
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static async Task<JsonElement> AskAsync(Asked service, string body)
    {
        (int status, string text) = await service.PostAsync(Path, body);
        Assert.Equal(200, status);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static string Body(Action<JsonObject>? change = null)
    {
        JsonObject body = new()
        {
            ["namespace"] = "shop", ["rollout"] = "checkout", ["uid"] = "11aa", ["canaryHash"] = "hash-v2", ["stableHash"] = "hash-v1", ["policy"] = "checkout",
            ["baseline"] = "version=v1", ["canary"] = "version=v2",
        };
        change?.Invoke(body);
        return body.ToJsonString();
    }
}
