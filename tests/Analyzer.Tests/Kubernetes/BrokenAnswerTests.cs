using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Answers that end before they are whole: what an object is like is not known then, it is read again, and nothing is decided by the part that came.</summary>
public sealed class BrokenAnswerTests
{
    private const string Object = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"checkout","namespace":"shop","uid":"1","generation":1},"spec":{"replicas":0,"paused":true},"status":{"observedGeneration":1}}""";

    public static TheoryData<string, string> Broken => new()
    {
        { "nothing at all", "" },
        { "half of the head", "HTTP/1.1 200 OK\r\nContent-Ty" },
        { "no body", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Object.Length}\r\n\r\n" },
        { "half of a body", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Object.Length}\r\n\r\n{Object[..60]}" },
        { "half of a chunk", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Object.Length:x}\r\n{Object[..60]}" },
        { "a whole object in chunks that do not end", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Object.Length:x}\r\n{Object}\r\n" },
        { "a whole object and half of the end", $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Object.Length:x}\r\n{Object}\r\n0\r\n" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task AnswerThatBreaksOff_IsAnUnknownState_AndTheNextLookIsTaken(string what, string answer)
    {
        await using BrokenApi api = BrokenApi.Start();
        using Kinds kinds = Kinds.With(api.Address, "", "token");
        IRollout rollout = kinds.Make(KubernetesRights.Deployment, "Namespace=shop", "Name=checkout");

        api.Answer = answer;
        RolloutReading broken = await rollout.ObserveAsync(Cancel);
        api.Answer = BrokenApi.Missing;
        RolloutReading whole = await rollout.ObserveAsync(Cancel);

        Assert.True(broken is { Observation: null, Problem.Kind: RolloutProblemKind.Unreachable }, what);
        Assert.Equal(RolloutProblemKind.Missing, whole.Problem!.Kind);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task AnswerToAStep_ThatBreaksOff_IsUnknown(string what, string answer)
    {
        await using BrokenApi api = BrokenApi.Start();
        using Kinds kinds = Kinds.With(api.Address, "", "token");
        IRollout rollout = kinds.Make(KubernetesRights.Deployment, "Namespace=shop", "Name=checkout");
        api.Answer = answer;

        StepOutcome outcome = await rollout.SendAsync(Step(), Cancel);

        Assert.True(outcome.Answer == StepAnswer.Unknown, what);
    }

    [Fact]
    public async Task ServerThatIsRestarted_BetweenTwoLooks_IsUnknownWhileItIsAway_AndReadAgain()
    {
        BrokenApi first = BrokenApi.Start();
        using Kinds kinds = Kinds.With(first.Address, "", "token");
        IRollout rollout = kinds.Make(KubernetesRights.Deployment, "Namespace=shop", "Name=checkout");
        RolloutProblemKind before = (await rollout.ObserveAsync(Cancel)).Problem!.Kind;
        int port = first.Address.Port;
        await first.DisposeAsync();
        RolloutReading away = await rollout.ObserveAsync(Cancel);
        await using BrokenApi second = BrokenApi.Start(port);
        RolloutProblemKind after = (await rollout.ObserveAsync(Cancel)).Problem!.Kind;

        Assert.Equal((RolloutProblemKind.Missing, RolloutProblemKind.Unreachable, RolloutProblemKind.Missing), (before, away.Problem!.Kind, after));
        Assert.Null(away.Observation);
    }

    [Fact]
    public async Task StepWhoseLeaseHasEnded_IsNotSent_ThoughTheConnectionIsThere()
    {
        await using BrokenApi api = BrokenApi.Start();
        using Kinds kinds = Kinds.With(api.Address, "", "token");
        IRollout rollout = kinds.Make(KubernetesRights.Deployment, "Namespace=shop", "Name=checkout");
        long now = TimeProvider.System.GetTimestamp();

        StepOutcome over = await rollout.SendAsync(Step() with { Limit = new SendingLimit(TimeProvider.System, now, TimeSpan.Zero) }, Cancel);
        int askedThen = api.Asked;
        StepOutcome inTime = await rollout.SendAsync(Step() with { Limit = new SendingLimit(TimeProvider.System, now, TimeSpan.FromHours(1)) }, Cancel);

        Assert.Equal((StepAnswer.Unknown, 0), (over.Answer, askedThen));
        Assert.Equal((StepAnswer.PreconditionFailed, 1), (inTime.Answer, api.Asked)); // 404: it is not there
    }

    private static KubernetesStep Step() => KubernetesStep.Of("pause", "Pauses it.", new ObjectAddress(ApiResource.Deployments, "shop", "checkout"), "", new JsonPatch().Test("/metadata/uid", "1").Set("/spec/paused", true));
}
