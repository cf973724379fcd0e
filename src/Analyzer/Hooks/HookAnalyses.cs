using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Judging.Policies;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Finds the analysis of a version that a controller asks about, and starts one when there is none. Whatever goes wrong is no decision.</summary>
internal sealed partial class HookAnalyses(
    AnalysisDesk desk, HookReader requests, StandingVetoes vetoes, CallLimit limit, IOptions<HookOptions> options, TimeProvider clock, ILogger<HookAnalyses> logger)
{
    /// <summary>The version's analysis as it stands; starts nothing.</summary>
    public Task<HookAnswer> FindAsync(HookSubject subject, CancellationToken cancellationToken) => GuardAsync(subject, token => LookAsync(subject, token), cancellationToken);

    /// <summary>The version's analysis as it stands, started now when there is none, or only one of an earlier rollout of it.</summary>
    public Task<HookAnswer> FindOrStartAsync(HookSubject subject, HookRequest request, CancellationToken cancellationToken) =>
        GuardAsync(subject, token => StartAsync(subject, request, token), cancellationToken);

    /// <summary>Whether a request could be judged: everything that would be checked before an analysis starts.</summary>
    public Task<HookAnswer> CheckAsync(HookSubject subject, HookRequest request, CancellationToken cancellationToken) => GuardAsync(
        subject,
        async token =>
        {
            requests.Start(subject, request);
            await LatestAsync(subject, token); // the store answers
            return new HookAnswer { Verdict = Judging.Deciding.VerdictOutcome.Promote, Reason = "It can be judged." };
        },
        cancellationToken);

    private async Task<HookAnswer> LookAsync(HookSubject subject, CancellationToken cancellationToken) =>
        await LatestAsync(subject, cancellationToken) is { } latest && IsOf(subject, latest)
            ? await AnswerAsync(latest, isNew: false, cancellationToken)
            : new HookAnswer { Verdict = Judging.Deciding.VerdictOutcome.Pause, Reason = "No analysis of this version has been started." };

    private async Task<HookAnswer> StartAsync(HookSubject subject, HookRequest request, CancellationToken cancellationToken)
    {
        Analysis? latest = await LatestAsync(subject, cancellationToken);
        if (latest is not null && IsOf(subject, latest)) return await AnswerAsync(latest, isNew: false, cancellationToken);
        AnalysisStart start = requests.Start(subject, request) with { IdempotencyKey = Key(subject, latest) };
        StartResult result = await desk.StartAsync(start, cancellationToken);
        if (result.Violations.Count > 0) return HookAnswer.Unknown(Words(result.Violations));
        if (result.Refusal is { } refusal) return HookAnswer.Unknown($"{refusal.Message} {refusal.Remedy}");
        // Another replica was asked at the same time with other words: what it has started counts.
        if (result.KeyIsTaken) return await LookAsync(subject, cancellationToken);
        Log.Started(logger, subject.By, subject.Target, result.Analysis!.Id);
        return await AnswerAsync(result.Analysis, result.IsNew, cancellationToken);
    }

    // A controller goes on for a while after a decision, step by step: what forbids the promotion meanwhile holds it.
    private async Task<HookAnswer> AnswerAsync(Analysis analysis, bool isNew, CancellationToken cancellationToken)
    {
        HookAnswer answer = HookAnswer.Of(analysis, isNew);
        return await vetoes.AgainstAsync(analysis, cancellationToken) is { } veto ? answer with { Verdict = Judging.Deciding.VerdictOutcome.Pause, Reason = $"{answer.Reason} {veto}" } : answer;
    }

    // One that was decided long ago was about an earlier rollout of the same version.
    private bool IsOf(HookSubject subject, Analysis analysis) =>
        analysis.StartedBy == subject.By && (analysis.EndedMillis is not { } ended || clock.GetUtcNow().ToUnixTimeMilliseconds() - ended <= (long)options.Value.DecisionAge.TotalMilliseconds);

    private async Task<Analysis?> LatestAsync(HookSubject subject, CancellationToken cancellationToken) =>
        (await desk.ListAsync(new AnalysisFilter { Application = subject.Application, Target = subject.Target, PageSize = 1 }, cancellationToken)).Analyses is [var latest, ..] ? latest : null;

    // The same for everybody who has seen the same latest analysis: of several at once, one starts.
    private static string Key(HookSubject subject, Analysis? latest) =>
        "hook " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject.Application}\n{subject.Target}\n{latest?.Id}")));

    private async Task<HookAnswer> GuardAsync(HookSubject subject, Func<CancellationToken, Task<HookAnswer>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await limit.RunAsync(work, cancellationToken);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            string reason = $"The request is wrong: {refused.GetRpcStatus()?.Message ?? refused.Status.Detail}";
            Log.Wrong(logger, subject.By, subject.Target, reason);
            return HookAnswer.Unknown(reason);
        }
        catch (Exception cause) when (cause is DbException or TimeoutException or RpcException or InvalidDataException)
        {
            Log.Failed(logger, cause, subject.By, subject.Target);
            return HookAnswer.Unknown("The service cannot tell now: its store does not answer.");
        }
    }

    private static string Words(IEnumerable<Violation> violations) => "The request is wrong: " + string.Join("; ", violations.Select(v => $"{v.Path}: {v.Message} {v.Remedy}"));

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Information, "{By} asks about {Target}: analysis {Analysis} is started")]
        public static partial void Started(ILogger logger, string by, string target, string analysis);

        [LoggerMessage(601, LogLevel.Warning, "{By} asks about {Target} and is told to wait: {Reason}")]
        public static partial void Wrong(ILogger logger, string by, string target, string reason);

        [LoggerMessage(602, LogLevel.Error, "{By} asks about {Target} and is told to wait: the store does not answer")]
        public static partial void Failed(ILogger logger, Exception cause, string by, string target);
    }
}
