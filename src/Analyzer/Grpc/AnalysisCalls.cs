using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Analyzer.SignIn;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>AnalysisService of the contract: read the request, ask the desk, write the answer.</summary>
internal sealed class AnalysisCalls(AnalysisDesk desk, AnalysisReader requests, Callers callers, CallLimit limit, IHostApplicationLifetime lifetime) : Wire.AnalysisService.AnalysisServiceBase
{
    /// <inheritdoc/>
    [Authorize(CallerRole.Judge)]
    public override async Task<Wire.StartAnalysisResponse> StartAnalysis(Wire.StartAnalysisRequest request, ServerCallContext context)
    {
        AnalysisStart start = requests.Start(request, callers.Of(context));

        StartResult result = await limit.RunAsync(token => desk.StartAsync(start, token), context.CancellationToken);

        Refusals refusals = new();
        foreach (Violation violation in result.Violations) refusals.Add(PlanPaths.ToRequest(violation, request));
        refusals.ThrowIfAny();
        if (result.Refusal is { } refusal) throw RolloutErrors.Refused(refusal, start.Target);
        if (result.KeyIsTaken) throw AnalysisErrors.KeyIsTaken(start);
        return new() { Analysis = AnalysisWriter.Write(result.Analysis!), RepeatedCall = !result.IsNew };
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    public override async Task<Wire.GetAnalysisResponse> GetAnalysis(Wire.GetAnalysisRequest request, ServerCallContext context)
    {
        string id = AnalysisReader.Id(request);

        (Analysis analysis, AnalysisDefinition definition) = await limit.RunAsync(token => FindWholeAsync(id, token), context.CancellationToken);

        return new()
        {
            Analysis = AnalysisWriter.Write(analysis),
            Policy = Judging.Policies.PolicyWriter.Write(definition.Policy),
            Baseline = ScopeWriter.Write(definition.Baseline),
            Canary = ScopeWriter.Write(definition.Canary),
        };
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    public override async Task<Wire.ListAnalysesResponse> ListAnalyses(Wire.ListAnalysesRequest request, ServerCallContext context)
    {
        AnalysisFilter filter = AnalysisReader.Filter(request);

        AnalysisPage page = await limit.RunAsync(token => desk.ListAsync(filter, token), context.CancellationToken);

        Wire.ListAnalysesResponse response = new() { NextPageToken = page.NextToken ?? "" };
        response.Analyses.AddRange(page.Analyses.Select(AnalysisWriter.Write));
        return response;
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    [Watching]
    public override async Task WatchAnalysis(Wire.WatchAnalysisRequest request, IServerStreamWriter<Wire.WatchAnalysisResponse> responseStream, ServerCallContext context)
    {
        (string id, int after) = AnalysisReader.Watch(request);
        CancellationToken stopping = lifetime.ApplicationStopping;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            Analysis analysis = await FindAsync(id, either.Token);
            if (after > analysis.Sequence) throw AnalysisErrors.NotYet(id, after, analysis.Sequence);
            await foreach (AnalysisEvent made in desk.WatchAsync(id, after, either.Token))
            {
                await responseStream.WriteAsync(new Wire.WatchAnalysisResponse { Event = AnalysisWriter.Write(made) }).WaitAsync(either.Token);
                after = (int)made.Sequence;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw AnalysisErrors.Stopping(after);
        }
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Act)]
    public override async Task<Wire.CancelAnalysisResponse> CancelAnalysis(Wire.CancelAnalysisRequest request, ServerCallContext context)
    {
        (string id, string by, string reason) = AnalysisReader.Cancel(request, callers.Of(context));

        ChangeResult result = await limit.RunAsync(token => desk.CancelAsync(id, by, reason, token), context.CancellationToken);

        return new() { Analysis = AnalysisWriter.Write(Changed(result, id, AnalysisEnding.Cancelled, decision: null, by, reason)) };
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Act)]
    public override async Task<Wire.OverrideAnalysisResponse> OverrideAnalysis(Wire.OverrideAnalysisRequest request, ServerCallContext context)
    {
        (string id, VerdictOutcome decision, string by, string reason) = AnalysisReader.Override(request, callers.Of(context));

        ChangeResult result = await limit.RunAsync(token => desk.OverrideAsync(id, decision, by, reason, token), context.CancellationToken);

        return new() { Analysis = AnalysisWriter.Write(Changed(result, id, AnalysisEnding.Overridden, decision, by, reason)) };
    }

    // A repeat of the call that ended it, after a lost answer, is no error.
    private static Analysis Changed(ChangeResult result, string id, AnalysisEnding ending, VerdictOutcome? decision, string by, string reason)
    {
        Refusals refusals = new();
        foreach (Violation violation in result.Violations) refusals.Add(violation);
        refusals.ThrowIfAny();
        Analysis analysis = result.Analysis ?? throw AnalysisErrors.NotFound(id);
        // While an action carries the decision out, the same decision is no news.
        if (analysis.State is AnalysisState.Promoting or AnalysisState.RollingBack) return result.IsChanged || analysis.Decision == decision ? analysis : throw AnalysisErrors.Acting(analysis);
        bool isSame = (analysis.Ending, analysis.Decision, analysis.EndedBy) == (ending, decision, by) && (analysis.Reason == reason || analysis.Reason.StartsWith(reason + " ", StringComparison.Ordinal));
        return result.IsChanged || isSame ? analysis : throw AnalysisErrors.Ended(analysis);
    }

    private async Task<Analysis> FindAsync(string id, CancellationToken cancellationToken) => await desk.FindAsync(id, cancellationToken) ?? throw AnalysisErrors.NotFound(id);

    private async Task<(Analysis Analysis, AnalysisDefinition Definition)> FindWholeAsync(string id, CancellationToken cancellationToken)
    {
        Analysis analysis = await FindAsync(id, cancellationToken);
        // It may have been deleted between the two questions.
        return (analysis, await desk.DefinitionAsync(id, cancellationToken) ?? throw AnalysisErrors.NotFound(id));
    }
}
