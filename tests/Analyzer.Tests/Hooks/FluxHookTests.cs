using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Hooks.Flux;
using CanaryJudge.Analyzer.Tests.Analyses;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>What comes in from Flux, as its published source writes it: the signature, and what each event does.</summary>
public sealed class FluxHookTests(Databases databases)
{
    private const string Secret = "a-token-of-the-provider";

    public static TheoryData<string> Stores => [Databases.Sqlite, Databases.Postgres];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task FailedReconciliation_ForbidsPromotions_UntilOneSucceeds(string store)
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(store));
        string id = await BeginLaterAsync(rollout);

        string[] answers =
        [
            await TellAsync(rollout, Messages.Event("info", "UpgradeSucceeded", "Helm upgrade succeeded for release shop/checkout.v7", TimeSpan.FromSeconds(90))),
            await TellAsync(rollout, Messages.Event("error", "UpgradeFailed", "timed out waiting for the condition", TimeSpan.FromSeconds(60))),
            await TellAsync(rollout, Messages.Event("info", "RollbackSucceeded", "rolled back to v7", TimeSpan.FromSeconds(50))), // by Helm: what was vetoed is not well, it is gone
            await TellAsync(rollout, Messages.Event("info", "UpgradeSucceeded", "an old event, on its way for long", TimeSpan.FromSeconds(70))),
            await TellAsync(rollout, Messages.Event("info", "UpgradeSucceeded", "Helm upgrade succeeded for release shop/checkout.v8", TimeSpan.FromSeconds(30))),
            await TellAsync(rollout, Messages.Event("error", "UpgradeFailed", "timed out waiting for the condition", TimeSpan.FromSeconds(40))), // of before the success
        ];
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.VetoLifted);

        Assert.Equal(["1 noted, 1 repeated", "1 vetoed", "1 noted", "1 noted, 1 stale", "1 lifted, 1 noted", "1 stale"], answers.Select(a => string.Join(", ", a.Replace(", 0 unmatched.", "", StringComparison.Ordinal).Split(", ").Order(StringComparer.Ordinal))));
        Assert.Equal(
            [AnalysisEventKind.Started, AnalysisEventKind.Noted, AnalysisEventKind.Vetoed, AnalysisEventKind.Noted, AnalysisEventKind.Noted, AnalysisEventKind.Noted, AnalysisEventKind.VetoLifted], events.Select(e => e.Kind));
        Assert.All(events.Skip(1), e => Assert.Equal("flux", e.Actor));
        Assert.Matches(@"^HelmRelease shop/checkout: UpgradeFailed at 20\S+Z, revision 6\.3\.5: timed out waiting for the condition$", events[2].Reason);
    }

    [Fact]
    public async Task Kustomization_IsWellAgain_WhenItsHealthCheckPasses()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));

        string[] answers =
        [
            await TellAsync(rollout, Kustomization(Messages.Event("error", "HealthCheckFailed", "health check failed after 30s", TimeSpan.FromSeconds(9)))),
            await TellAsync(rollout, Kustomization(Messages.Event("info", "Progressing", "Deployment/shop/checkout configured", TimeSpan.FromSeconds(6)))),
            await TellAsync(rollout, Kustomization(Messages.Event("info", "Progressing", "Health check passed in 4.2s", TimeSpan.FromSeconds(3)))),
        ];

        Assert.Equal(["1 vetoed, 0 unmatched.", "1 repeated, 0 unmatched.", "1 lifted, 1 repeated, 0 unmatched."], answers);

        static JsonObject Kustomization(JsonObject made)
        {
            made["involvedObject"]!["kind"] = "Kustomization";
            return made;
        }
    }

    [Fact]
    public async Task EventThatIsSentAgain_WritesNothing_AndNewsAreBounded()
    {
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite));
        string id = await BeginLaterAsync(rollout);
        JsonObject news = Messages.Event("info", "Progressing", "configured");

        string first = await TellAsync(rollout, news), again = await TellAsync(rollout, news);
        for (int k = 1; k < 202; k++) await TellAsync(rollout, Messages.Event("info", "Progressing", $"configured {k}"));

        Assert.Equal(("1 noted, 0 unmatched.", "1 repeated, 0 unmatched."), (first, again));
        Assert.Equal(1 + 200, (await rollout.Desk.FindAsync(id, Token))!.Sequence);
    }

    [Fact]
    public async Task ObjectOfASetting_NeedsNoLabel()
    {
        await using Rollout rollout = await Rollout.StartAsync(
            await databases.NewAsync(Databases.Sqlite), "--Hooks:Flux:Matches:checkout:Target=shop/checkout", "--Hooks:Flux:Matches:checkout:Labels:kind=HelmRelease", "--Hooks:Flux:Matches:checkout:Labels:namespace=shop", "--Hooks:Flux:Matches:checkout:Labels:name=checkout");
        JsonObject ours = Messages.Event("error", "UpgradeFailed", "x"), others = Messages.Event("error", "UpgradeFailed", "x");
        foreach (JsonObject one in (JsonObject[])[ours, others]) one.Remove("metadata");
        others["involvedObject"]!["name"] = "search";

        Assert.Equal(("1 vetoed, 0 unmatched.", "Nothing of it is about a target (1 unmatched)."), (await TellAsync(rollout, ours), await TellAsync(rollout, others)));
    }

    [Fact]
    public async Task EventWithoutTheSignature_IsNotLetIn()
    {
        using SecretFile secret = new(Secret);
        await using Asked service = await Asked.StartAsync("--Hooks:Flux:SecretFile=" + secret.Path);
        string body = Messages.Event("error", "UpgradeFailed", "x").ToJsonString(), right = Messages.Sign(Secret, body);

        int[] answers =
        [
            await PostAsync(null), await PostAsync(""), await PostAsync("sha256="), await PostAsync(right[..^1]), await PostAsync(right[..^1] + (right[^1] == '0' ? '1' : '0')), await PostAsync(right.Replace("sha256", "sha1", StringComparison.Ordinal)),
            await PostAsync(Messages.Sign(Secret, body + " ")), await PostAsync(Messages.Sign("another-token-of-theirs", body)), (await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, new AuthenticationHeaderValue("Bearer", Secret))).Status,
            await PostAsync(right),
        ];

        Assert.Equal([.. Enumerable.Repeat(401, 9), 200], answers);
        Assert.DoesNotContain(service.Analyzer.Logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));

        async Task<int> PostAsync(string? signature) => (await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, signature: signature)).Status;
    }

    [Fact]
    public async Task BothSecrets_SignWhileTheyChangeOver_AndAChangedFileIsTakenUp()
    {
        using SecretFile secret = new(Secret);
        await using Asked service = await Asked.StartAsync("--Hooks:Flux:SecretFile=" + secret.Path);
        string body = Messages.Event("info", "Progressing", "x").ToJsonString(), next = Messages.Sign("the-next-token-of-theirs", body);
        Assert.Equal(401, (await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, signature: next)).Status);

        await File.WriteAllTextAsync(secret.Path, $"the-next-token-of-theirs\n{Secret}\n", Token);
        while ((await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, signature: next)).Status == 401) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);

        Assert.Equal(200, (await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, signature: Messages.Sign(Secret, body))).Status);
    }

    [Fact]
    public void TokenWithALineBreakAtItsEnd_IsTakenAsFluxTakesIt()
    {
        byte[] body = "{}"u8.ToArray();

        Assert.True(FluxSignature.Verify(Messages.Sign(Secret + "\n", "{}"), body, FluxKeys.Read([.. System.Text.Encoding.UTF8.GetBytes(Secret), (byte)'\n'])));
        // Made with openssl: printf '{}' | openssl dgst -sha256 -hmac a-token-of-the-provider
        Assert.True(FluxSignature.Verify("sha256=7541a0d437b39dd539032edc7b868a2afea3c29ebce18ad604c3464826e900f1", body, FluxKeys.Read(System.Text.Encoding.UTF8.GetBytes(Secret))));
    }

    [Fact]
    public async Task EventOfLongAgo_IsRefused_ThoughItIsSigned()
    {
        using SecretFile secret = new(Secret);
        await using Asked service = await Asked.StartAsync("--Hooks:Flux:SecretFile=" + secret.Path);
        string body = Messages.Event("error", "UpgradeFailed", "x").ToJsonString();
        List<int> answers = [];

        foreach (int minutes in (int[])[4, 6, -4, -6])
        {
            service.Clock.Shift = TimeSpan.FromMinutes(minutes);
            answers.Add((await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, body, signature: Messages.Sign(Secret, body))).Status);
        }

        Assert.Equal([200, 400, 200, 400], answers);
    }

    [Theory]
    [InlineData("severity", "\"fatal\"", "severity: it is 'fatal'")]
    [InlineData("timestamp", "\"now\"", "timestamp: 'now' is no time")]
    [InlineData("involvedObject", "null", "involvedObject.kind: send 1 to 253 characters")]
    [InlineData("involvedObject", "{\"kind\":\"HelmRelease\",\"namespace\":\"shop\"}", "involvedObject.name: send 1 to 253 characters")]
    [InlineData("involvedObject", "{\"kind\":\"HelmRelease\",\"namespace\":\"a\\nb\",\"name\":\"c\"}", "involvedObject.namespace: send")]
    [InlineData("metadata", "[]", "$.metadata: the body cannot be read")]
    public async Task WrongEvent_IsRefusedByItsField(string field, string value, string words)
    {
        await using Asked service = await Asked.StartAsync();
        JsonObject made = Messages.Event("error", "UpgradeFailed", "x");
        made[field] = JsonNode.Parse(value);

        (int status, string text) = await Messages.PostAsync(service.Analyzer.Rest, Messages.FluxPath, made.ToJsonString());

        Assert.Equal(400, status);
        Assert.Contains(words, JsonNode.Parse(text)!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<string> BeginLaterAsync(Rollout rollout)
    {
        StartResult started = await rollout.Desk.StartAsync(Starts.Of() with { StartMillis = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() }, Token);
        return started.Analysis!.Id;
    }

    private static Task<string> TellAsync(Rollout rollout, JsonObject made) => Messages.TellAsync(rollout.Analyzer.Rest, Messages.FluxPath, made);
}
