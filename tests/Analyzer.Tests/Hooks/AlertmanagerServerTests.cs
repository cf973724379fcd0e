using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>A real Alertmanager tells a real service, as docs/webhooks.md sets them up.</summary>
public sealed class AlertmanagerServerTests(Databases databases)
{
    private const string Target = "shop/checkout", Secret = "a-secret-of-the-shop";

    private static readonly Dictionary<string, string> Labels = new() { ["alertname"] = "CheckoutErrors", ["severity"] = "page", ["canaryjudge_target"] = Target };

    // Thirty-two windows of five seconds are past: a good canary is proven at once.
    private static readonly string Policy = Starts.PolicyText.Replace("interval: 1m", "interval: 5s", StringComparison.Ordinal).Replace("horizon: 20", "horizon: 60", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AlertThatFires_ForbidsThePromotion_AndItsEndAllowsIt()
    {
        Assert.SkipUnless(AlertmanagerServer.IsInstalled, AlertmanagerServer.MissingReason);
        using SecretFile secret = new(Secret);
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Hooks:Alertmanager:SecretFile=" + secret.Path);
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.StartAsync(Receiver(rollout, secret), Token);
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        string waiting = await StartAsync(rollout, TimeProvider.System.GetUtcNow().AddHours(1));

        await alertmanager.AlertAsync(Labels, since, null, Token);
        AnalysisEvent told = (await rollout.EventsUntilAsync(waiting, e => e.Kind == AnalysisEventKind.Vetoed))[^1];
        string id = await StartAsync(rollout, TimeProvider.System.GetUtcNow().AddSeconds(-160));
        await rollout.EventsUntilAsync(id, e => e is { Kind: AnalysisEventKind.Judged, State: AnalysisState.Judging, Outcome: VerdictOutcome.Promote });
        await alertmanager.AlertAsync(Labels, since, TimeProvider.System.GetUtcNow(), Token);
        List<AnalysisEvent> events = await rollout.EventsUntilAsync(id, e => e.State == AnalysisState.Ended);

        Assert.Equal("alertmanager canaryjudge", told.Actor);
        Assert.StartsWith($"The alert CheckoutErrors fires since {since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}", told.Reason, StringComparison.Ordinal);
        Assert.Equal([AnalysisEventKind.Vetoed, AnalysisEventKind.VetoLifted], events.Where(e => e.Kind is AnalysisEventKind.Vetoed or AnalysisEventKind.VetoLifted).Select(e => e.Kind));
        Assert.Equal((AnalysisEnding.Verdict, VerdictOutcome.Promote), (events[^1].Ending, events[^1].Outcome));
    }

    [Fact]
    public async Task AlertThatWasNotLetIn_ComesAgainWithTheNextInterval()
    {
        Assert.SkipUnless(AlertmanagerServer.IsInstalled, AlertmanagerServer.MissingReason);
        using SecretFile ours = new(Secret), theirs = new("the-secret-of-last-week");
        await using Rollout rollout = await Rollout.StartAsync(await databases.NewAsync(Databases.Sqlite), "--Hooks:Alertmanager:SecretFile=" + ours.Path);
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.StartAsync(Receiver(rollout, theirs), Token);
        string id = await StartAsync(rollout, TimeProvider.System.GetUtcNow().AddHours(1));

        await alertmanager.AlertAsync(Labels, TimeProvider.System.GetUtcNow(), null, Token);
        await rollout.Analyzer.Logs.UntilAsync("is answered 401");
        await File.WriteAllTextAsync(theirs.Path, Secret + "\n", Token);

        await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Vetoed);
    }

    [Fact]
    public async Task AlertWhileTheStoreIsAway_ComesAgain()
    {
        Assert.SkipUnless(AlertmanagerServer.IsInstalled, AlertmanagerServer.MissingReason);
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        using SecretFile secret = new(Secret);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        await using Rollout rollout = await Rollout.StartAsync("--Store:Postgres=" + await postgres.CreateDatabaseAsync(Token), "--Hooks:Alertmanager:SecretFile=" + secret.Path);
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.StartAsync(Receiver(rollout, secret), Token);
        string id = await StartAsync(rollout, TimeProvider.System.GetUtcNow().AddHours(1));

        await postgres.KillAsync();
        await alertmanager.AlertAsync(Labels, TimeProvider.System.GetUtcNow(), null, Token);
        await rollout.Analyzer.Logs.UntilAsync("is to be sent again");
        await postgres.RestartAsync(Token);

        await rollout.EventsUntilAsync(id, e => e.Kind == AnalysisEventKind.Vetoed);
    }

    // As in docs/webhooks.md.
    private static string Receiver(Rollout rollout, SecretFile secret) =>
        $"{{url: '{new Uri(rollout.Analyzer.Rest.BaseAddress!, Messages.AlertmanagerPath)}', send_resolved: true, http_config: {{authorization: {{credentials_file: {secret.Path}}}}}}}";

    private static async Task<string> StartAsync(Rollout rollout, DateTimeOffset first)
    {
        AnalysisStart start = Starts.Of(Target);
        StartResult started = await rollout.Desk.StartAsync(start with { StartMillis = first.ToUnixTimeSeconds() * 1000, Definition = start.Definition with { Policy = Starts.Policy(Policy) } }, Token);
        Assert.Empty(started.Violations);
        return started.Analysis!.Id;
    }
}
