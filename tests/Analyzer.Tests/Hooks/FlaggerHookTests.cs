using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;
using YamlDotNet.RepresentationModel;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>The answers to Flagger's webhooks: 200 is yes, 403 with a reason is no, and nothing else is ever answered.</summary>
public sealed class FlaggerHookTests
{
    private const string Rollout = "confirm-rollout", Traffic = "confirm-traffic-increase", Promotion = "confirm-promotion", Rollback = "rollback";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    //          decision, rollout, traffic, promotion, rollback
    [InlineData("none", 200, 403, 403, 403)]
    [InlineData("promote", 200, 200, 200, 403)]
    [InlineData("rollback", 200, 403, 403, 200)]
    [InlineData("cancelled", 200, 403, 403, 403)]
    public async Task EveryGate_AnswersByTheDecision(string decision, int rollout, int traffic, int promotion, int rollback)
    {
        await using Asked service = await Asked.StartAsync();
        Assert.Equal(200, (await AskAsync(service, Traffic)).Status); // the first step
        if (decision == "promote") await service.DecideAsync(VerdictOutcome.Promote);
        if (decision == "rollback") await service.DecideAsync(VerdictOutcome.Rollback);
        if (decision == "cancelled") await service.CallOffAsync();
        service.Clock.Shift = TimeSpan.FromSeconds(30);

        int[] answers = [(await AskAsync(service, Rollout)).Status, (await AskAsync(service, Traffic)).Status, (await AskAsync(service, Promotion)).Status, (await AskAsync(service, Rollback)).Status];

        Assert.Equal([rollout, traffic, promotion, rollback], answers);
        Assert.Single(await service.AnalysesAsync());
    }

    [Fact]
    public async Task TheFirstStepOfTraffic_IsLetThrough_AndItsAnswerRepeatedForAWhile()
    {
        await using Asked service = await Asked.StartAsync();

        int first = (await AskAsync(service, Traffic)).Status, again = (await AskAsync(service, Traffic)).Status;
        service.Clock.Shift = TimeSpan.FromSeconds(11);
        (int later, string reason) = await AskAsync(service, Traffic);

        Assert.Equal((200, 200, 403), (first, again, later));
        Assert.Contains("judged by policy checkout", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheRollbackHook_StartsNothing()
    {
        await using Asked service = await Asked.StartAsync();

        Assert.Equal((403, "No analysis of this version has been started."), await AskAsync(service, Rollback));

        Assert.Empty(await service.AnalysesAsync());
    }

    [Fact]
    public async Task ConfirmRollout_StartsNothing_AndSaysWhatIsWrong()
    {
        await using Asked service = await Asked.StartAsync();

        (int right, _) = await AskAsync(service, Rollout);
        (int wrong, string reason) = await AskAsync(service, Rollout, Body(metadata: m => m["policy"] = "nobodys"));

        Assert.Equal((200, 403), (right, wrong));
        Assert.Contains("no policy 'nobodys'", reason, StringComparison.Ordinal);
        Assert.Empty(await service.AnalysesAsync());
    }

    [Fact]
    public async Task ADecisionOfAnotherVersion_OpensNoGate()
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Traffic);
        await service.DecideAsync(VerdictOutcome.Promote);

        int promotion = (await AskAsync(service, Promotion, Body(checksum: "another"))).Status;
        int rollback = (await AskAsync(service, Rollback, Body(checksum: "another"))).Status;

        Assert.Equal((403, 403), (promotion, rollback));
    }

    [Fact]
    public async Task ANewerVersion_EndsTheAnalysisOfTheOneBefore()
    {
        await using Asked service = await Asked.StartAsync();
        await AskAsync(service, Traffic);

        Assert.Equal(200, (await AskAsync(service, Traffic, Body(checksum: "another"))).Status);

        IReadOnlyList<Analysis> analyses = await service.AnalysesAsync();
        Assert.Equal(["flagger another", "flagger 5d8f7c"], analyses.Select(a => a.StartedBy));
        Assert.Equal(AnalysisEnding.Superseded, analyses[1].Ending);
    }

    [Fact]
    public async Task AStoreThatIsAway_IsNoToEverything()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Cancel);
        await using Asked service = await Asked.StartAsync("--Store:Postgres=" + await postgres.CreateDatabaseAsync(Cancel));
        await postgres.KillAsync();

        List<(int Status, string Reason)> answers = [];
        foreach (string gate in new[] { Rollout, Traffic, Promotion, Rollback }) answers.Add(await AskAsync(service, gate));
        await postgres.RestartAsync(Cancel);

        Assert.All(answers, answer => Assert.Equal((403, "The service cannot tell now: its store does not answer."), answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    public async Task ABody_ThatIsNoRequest_IsNo(string body)
    {
        await using Asked service = await Asked.StartAsync();

        foreach (string gate in new[] { Rollout, Traffic, Promotion, Rollback })
        {
            (int status, string reason) = await AskAsync(service, gate, body);
            Assert.Equal(403, status);
            Assert.StartsWith("The request is wrong", reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fields_OfANewerFlagger_AreNoFault_ButUnknownMetadataIs()
    {
        await using Asked service = await Asked.StartAsync();

        int newer = (await AskAsync(service, Traffic, Body(change: body => body["canaryWeight"] = 10))).Status;
        (int misspelt, string reason) = await AskAsync(service, Promotion, Body(metadata: m => m["polciy"] = "checkout"));

        Assert.Equal((200, 403), (newer, misspelt));
        Assert.Contains("'polciy'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSecret_InTheAddress_LetsIn()
    {
        using SecretFile secret = new("a-secret-of-the-shop");
        await using Asked service = await Asked.StartAsync("--Hooks:SecretFile=" + secret.Path);

        (int without, string reason) = await AskAsync(service, Rollout);
        (int wrong, _) = await AskAsync(service, Rollout, authorization: Basic("flagger:another-secret-of-it"));
        (int broken, _) = await AskAsync(service, Rollout, authorization: new AuthenticationHeaderValue("Basic", "%%%"));
        (int right, _) = await AskAsync(service, Rollout, authorization: Basic("flagger:a-secret-of-the-shop"));

        Assert.Equal((403, 403, 403, 200), (without, wrong, broken, right));
        Assert.Contains("The caller is not known", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecret_ThatIsShort_KeepsTheServiceFromStarting()
    {
        RunningAnalyzer.NeedsThisProcess();
        using SecretFile secret = new("short");

        Microsoft.Extensions.Options.OptionsValidationException cause = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () =>
        {
            await using Asked service = await Asked.StartAsync("--Hooks:SecretFile=" + secret.Path, "--Hooks:DecisionAge=00:00:01");
        });

        Assert.Equal(2, cause.Failures.Count());
        Assert.DoesNotContain(cause.Failures, fault => fault.Contains("short", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheSampleCanary_AsksWhatTheServiceUnderstands()
    {
        using StreamReader reader = new(Checkout.Path("samples/flagger/canary.yaml"));
        YamlStream yaml = [];
        yaml.Load(reader);
        await using Asked service = await Asked.StartAsync();

        foreach (YamlNode hook in (YamlSequenceNode)yaml.Documents[0].RootNode["spec"]["analysis"]["webhooks"])
        {
            string type = (string)hook["type"]!;
            Assert.EndsWith("/hooks/flagger/" + type, (string)hook["url"]!, StringComparison.Ordinal);
            JsonObject metadata = [];
            foreach ((YamlNode key, YamlNode value) in (YamlMappingNode)hook["metadata"]) metadata[(string)key!] = (string)value!;
            (int status, string reason) = await AskAsync(service, type, Body(change: body => body["metadata"] = metadata));
            Assert.Equal(type is Rollout or Traffic ? 200 : 403, status);
            Assert.DoesNotContain("wrong", reason, StringComparison.Ordinal);
        }
    }

    private static Task<(int Status, string Reason)> AskAsync(Asked service, string gate, string? body = null, AuthenticationHeaderValue? authorization = null) =>
        service.PostAsync("/hooks/flagger/" + gate, body ?? Body(), authorization);

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static string Body(string checksum = "5d8f7c", Action<JsonObject>? metadata = null, Action<JsonObject>? change = null)
    {
        JsonObject wishes = new() { ["policy"] = "checkout", ["baseline"] = "version=v1", ["canary"] = "version=v2" };
        metadata?.Invoke(wishes);
        JsonObject body = new() { ["name"] = "checkout", ["namespace"] = "shop", ["phase"] = "Progressing", ["checksum"] = checksum, ["metadata"] = wishes };
        change?.Invoke(body);
        return body.ToJsonString();
    }
}
