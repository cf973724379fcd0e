using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Analyzer.Tests.Hosting;
using CanaryJudge.Analyzer.Tests.Rollouts;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>What is done to rollouts, asked by REST alone, with signed webhooks: nothing here looks into the service, so that it holds for one that is another program.</summary>
public sealed class RolloutRestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_IsTriedDryThenDone_AndItsRecordIsRead()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        string home = Directory.CreateTempSubdirectory("canaryjudge-secret-").FullName, secret = Path.Combine(home, "secret");
        await File.WriteAllTextAsync(secret, receiver.Secret, Token);
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync(
            "--Rollouts:Targets:shop:Kind=webhook", "--Rollouts:Targets:shop:Mode=Act", $"--Rollouts:Targets:shop:Settings:Url={receiver.Address}steps", $"--Rollouts:Targets:shop:Settings:ObserveUrl={receiver.Address}state",
            $"--Rollouts:Targets:shop:Settings:SecretFile={secret}", "--Rollouts:Poll=00:00:00.1");

        JsonElement targets = await GetAsync(analyzer, "v1/targets?observe=true");
        JsonElement dry = await PostAsync(analyzer, "v1/actions", new { target = "shop", verb = "ROLLOUT_VERB_ROLLBACK", reason = "broken", by = "ann", dryRun = true });
        JsonElement wanted = await PostAsync(analyzer, "v1/actions", new { target = "shop", verb = "ROLLOUT_VERB_ROLLBACK", reason = "broken", by = "ann" });
        string id = wanted.GetProperty("action").GetProperty("id").GetString()!;
        string changes = await analyzer.Rest.GetStringAsync(new Uri($"v1/actions/{id}/changes", UriKind.Relative), Token); // until it has ended
        JsonElement action = (await GetAsync(analyzer, "v1/actions/" + id)).GetProperty("action");
        JsonElement off = await PostAsync(analyzer, "v1/switches", new { target = "shop", state = "ROLLOUT_SWITCH_STATE_OFF", reason = "enough", by = "ann" });

        JsonElement target = Assert.Single(targets.GetProperty("targets").EnumerateArray());
        Assert.Equal(("ROLLOUT_MODE_ACT", "v2", 0.25), (target.GetProperty("mode").GetString(), target.GetProperty("observation").GetProperty("revision").GetString(), target.GetProperty("observation").GetProperty("canaryTraffic").GetDouble()));
        Assert.NotEmpty(dry.GetProperty("dryRun").GetProperty("step").GetProperty("preconditionData").GetProperty("Idempotency-Key").GetString()!);
        Assert.Contains("ROLLOUT_ACTION_STATE_ENDED", changes, StringComparison.Ordinal);
        Assert.Equal(("ROLLOUT_ACTION_ENDING_DONE", "ROLLOUT_STEP_ANSWER_APPLIED"), (action.GetProperty("ending").GetString(), Assert.Single(action.GetProperty("steps").EnumerateArray()).GetProperty("answer").GetString()));
        Assert.Equal("ROLLOUT_SWITCH_STATE_OFF", off.GetProperty("switch").GetProperty("state").GetString());
        Assert.Equal(["rollback"], receiver.Done);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task KeyOfAnotherStart_IsRefused_WithItsDetails()
    {
        await using RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Policies:Directory=" + Checkout.Path("samples/policies"), AnalysisRequests.Source);
        object first = Start("shop/one"), second = Start("shop/two");

        await PostAsync(analyzer, "v1/analyses", first);
        using HttpResponseMessage answer = await analyzer.Rest.PostAsJsonAsync("v1/analyses", second, Token);

        JsonElement error = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        JsonElement detail = Assert.Single(error.GetProperty("details").EnumerateArray(), one => one.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc.ErrorInfo");
        Assert.Equal("IDEMPOTENCY_KEY_TAKEN", detail.GetProperty("reason").GetString());

        static object Start(string target) => new
        {
            application = "shop",
            target,
            policy = new { name = "checkout" },
            by = "ann",
            idempotencyKey = "one of its kind",
            baseline = new { matchers = new[] { new { label = "version", @operator = "MATCH_OPERATOR_EQUAL", value = "v1" } } },
            canary = new { matchers = new[] { new { label = "version", @operator = "MATCH_OPERATOR_EQUAL", value = "v2" } } },
        };
    }

    private static async Task<JsonElement> GetAsync(RunningAnalyzer analyzer, string path) => JsonElement.Parse(await analyzer.Rest.GetStringAsync(new Uri(path, UriKind.Relative), Token));

    private static async Task<JsonElement> PostAsync(RunningAnalyzer analyzer, string path, object body)
    {
        using HttpResponseMessage answer = await analyzer.Rest.PostAsJsonAsync(path, body, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
