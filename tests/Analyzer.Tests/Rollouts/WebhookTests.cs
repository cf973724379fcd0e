using System.Text;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Webhooks;
using CanaryJudge.Analyzer.Tests.Analyses;
using CanaryJudge.Analyzer.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>Signed webhooks, against a receiver that checks what it is told to check.</summary>
public sealed class WebhookTests(Databases databases)
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a secret of the two of us");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_IsSigned_SentOnce_AndItsEffectIsSeen()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using RunningAnalyzer analyzer = await StartAsync(receiver, receiver.Secret);
        RolloutDesk desk = analyzer.Services.GetRequiredService<RolloutDesk>();

        RolloutAction action = await ActAsync(desk, RolloutVerb.Rollback);

        Assert.Equal(["rollback"], receiver.Done);
        Assert.Equal((ActionEnding.Done, 0), (action.Ending, receiver.Traffic));
        string body = Assert.Single(receiver.Bodies);
        Assert.Equal(body, Assert.Single(action.Steps).Body);
        Assert.Contains($$"""{"action":"{{action.Id}}","step":"rollback","verb":"rollback","target":"shop","expected_revision":"v2","baseline":"v1","by":"ann","reason":"broken","analysis":null}""", body, StringComparison.Ordinal);
        Assert.DoesNotContain(analyzer.Logs.Lines, line => line.Contains(receiver.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    public async Task LostAnswer_IsReadBack_AndNotSentAgain(int status)
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = () => status;
        await using RunningAnalyzer analyzer = await StartAsync(receiver, receiver.Secret);

        RolloutAction action = await ActAsync(analyzer.Services.GetRequiredService<RolloutDesk>(), RolloutVerb.Rollback);

        Assert.Equal((ActionEnding.Done, StepAnswer.Unknown), (action.Ending, Assert.Single(action.Steps).Answer));
        Assert.Single(receiver.Bodies);
    }

    [Fact]
    public async Task ProcessThatIsStopped_AfterItHasSeenItsFence_SendsNothing_AndTheNextTimeItDoes()
    {
        StoppedClock clock = new();
        await using Receiver receiver = await Receiver.StartAsync();
        await using RunningAnalyzer analyzer = await StartAsync(receiver, receiver.Secret, adjust: builder =>
        {
            builder.Services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton<IRolloutObserver>(new StopBeforeSending(clock));
        });

        RolloutAction action = await ActAsync(analyzer.Services.GetRequiredService<RolloutDesk>(), RolloutVerb.Rollback);

        Assert.Equal([StepAnswer.Unknown, StepAnswer.Applied], action.Steps.Select(step => step.Answer!.Value));
        Assert.Contains("Nothing was sent: the lease had ended", action.Steps[0].Message, StringComparison.Ordinal);
        Assert.Equal((ActionEnding.Done, 1), (action.Ending, receiver.Bodies.Count));
    }

    [Fact]
    public async Task OtherSecret_IsForbidden_AndTheNewOneIsTakenUpWithoutARestart()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-secret-").FullName, "secret");
        await using RunningAnalyzer analyzer = await StartAsync(receiver, "another secret of somebody", file);
        RolloutDesk desk = analyzer.Services.GetRequiredService<RolloutDesk>();

        ActResult refused = await desk.ActAsync(new ActWish("shop", RolloutVerb.Rollback, "ann", "broken"), Token);
        await File.WriteAllTextAsync(file, $"another secret of somebody\n{receiver.Secret}\n", Token);
        await ActingService.UntilAsync(async () => (await desk.DryRunAsync(new ActWish("shop", RolloutVerb.Rollback, "ann", "broken"), Token)).DryRun is not null);
        RolloutAction action = await ActAsync(desk, RolloutVerb.Rollback);

        Assert.Contains("answered 401", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(ActionEnding.Done, action.Ending);
    }

    [Fact]
    public void Signature_HoldsForTheBodyTheSecretAndFiveMinutes_AndForNothingElse()
    {
        byte[] body = "{}"u8.ToArray();
        string header = WebhookSignature.Sign([Key], 1_000_000, body);

        // By another implementation: python3 -c "import hmac, hashlib; print(hmac.new(b'a secret of the two of us', b'1000000.{}', hashlib.sha256).hexdigest())"
        Assert.Equal("t=1000000,v1=604b84b7109ea09a3ac412a0a1eb6c43849e3030e1aa31b84380ef49bc8dfad8", header);
        Assert.True(WebhookSignature.Verify(header, body, Key, 1_000_300));
        Assert.True(WebhookSignature.Verify(header, body, Key, 999_700));
        Assert.True(WebhookSignature.Verify(WebhookSignature.Sign(["the newer secret"u8.ToArray(), Key], 1_000_000, body), body, Key, 1_000_000));
        Assert.False(WebhookSignature.Verify(header, body, Key, 1_000_301));
        Assert.False(WebhookSignature.Verify(header, body, Key, 999_699));
        Assert.False(WebhookSignature.Verify(header, "{ }"u8, Key, 1_000_000));
        Assert.False(WebhookSignature.Verify(header, body, "the newer secret"u8.ToArray(), 1_000_000));
        Assert.False(WebhookSignature.Verify(header.Replace("t=1000000", "t=1000001", StringComparison.Ordinal), body, Key, 1_000_000));
        foreach (string broken in (string[])["", "t=1000000", "v1=00", "t=x,v1=00", "t=1000000,t=1000000,v1=00", "t=1000000,v1", "t=-9223372036854775808,v1=00"]) Assert.False(WebhookSignature.Verify(broken, body, Key, 1_000_000));
    }

    [Theory]
    [InlineData("short", "shorter than 16")]
    [InlineData("", "There are 0 secrets")]
    [InlineData("a secret of the two of us\nanother secret of somebody\na third secret of somebody\n", "There are 3 secrets")]
    public async Task SecretThatIsNone_KeepsTheServiceFromStarting(string secret, string words)
    {
        await using Receiver receiver = await Receiver.StartAsync();

        Settings.SettingsException refused = await Assert.ThrowsAsync<Settings.SettingsException>(() => StartAsync(receiver, secret));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<RolloutAction> ActAsync(RolloutDesk desk, RolloutVerb verb)
    {
        ActResult wanted = await desk.ActAsync(new ActWish("shop", verb, "ann", "broken"), Token);
        RolloutAction? last = null;
        await foreach (RolloutAction seen in desk.WatchAsync(wanted.Action!.Id, Token)) last = seen;
        return last!;
    }

    private async Task<RunningAnalyzer> StartAsync(Receiver receiver, string secret, string? file = null, Action<WebApplicationBuilder>? adjust = null)
    {
        file ??= Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-secret-").FullName, "secret");
        await File.WriteAllTextAsync(file, secret, Token);
        return await RunningAnalyzer.StartAsync(
            adjust, await databases.NewAsync(Databases.Sqlite), "--Rollouts:Targets:shop:Kind=webhook", $"--Rollouts:Targets:shop:Settings:Url={receiver.Address}steps", $"--Rollouts:Targets:shop:Settings:ObserveUrl={receiver.Address}state",
            $"--Rollouts:Targets:shop:Settings:SecretFile={file}", "--Rollouts:Poll=00:00:00.1");
    }

    /// <summary>The clock of a process that is stopped: when it goes on, more time has passed than it has noticed.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private long _stopped;

        public void Stop(TimeSpan time) => Interlocked.Add(ref _stopped, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _stopped);
    }

    /// <summary>Stops the process for longer than a lease when the first step is about to be sent: after the engine's last look at the fence.</summary>
    private sealed class StopBeforeSending(StoppedClock clock) : IRolloutObserver
    {
        public IRollout Observe(string target, IRollout rollout) => new Stopping(clock, rollout);

        private sealed class Stopping(StoppedClock clock, IRollout inner) : IRollout
        {
            private int _sent;

            public Task<RolloutReading> ObserveAsync(CancellationToken cancellationToken) => inner.ObserveAsync(cancellationToken);

            public NextMove Next(RolloutObservation now, RolloutAction action) => inner.Next(now, action);

            public Task<StepOutcome> SendAsync(RolloutStep step, CancellationToken cancellationToken)
            {
                Assert.InRange(step.Limit!.Left, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)); // Rollouts:Lease, and renewed every third of it
                if (Interlocked.Increment(ref _sent) == 1) clock.Stop(TimeSpan.FromMinutes(1));
                return inner.SendAsync(step, cancellationToken);
            }
        }
    }
}
