using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Analyzer.Grpc.Writing;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.SignIn;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>RolloutService of the contract: read the request, ask the desk, write the answer.</summary>
internal sealed class RolloutCalls(RolloutDesk desk, RolloutTargets targets, Callers callers, CallLimit limit, IHostApplicationLifetime lifetime) : Wire.RolloutService.RolloutServiceBase
{
    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    public override async Task<Wire.ListTargetsResponse> ListTargets(Wire.ListTargetsRequest request, ServerCallContext context)
    {
        string? name = RolloutReader.Targets(request);
        if (name is not null && targets.Find(name) is null) throw NoTarget(name);

        (IReadOnlyList<TargetView> views, RolloutSwitch all) = await limit.RunAsync(token => desk.TargetsAsync(name, request.Observe, token), context.CancellationToken);

        Wire.ListTargetsResponse response = new() { Switch = RolloutWriter.Write(all) };
        response.Targets.AddRange(views.Select(RolloutWriter.Write));
        return response;
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Act)]
    public override async Task<Wire.StartActionResponse> StartAction(Wire.StartActionRequest request, ServerCallContext context)
    {
        ActWish wish = RolloutReader.Wish(request, callers.Of(context));

        ActResult result = await limit.RunAsync(token => request.DryRun ? desk.DryRunAsync(wish, token) : desk.ActAsync(wish, token), context.CancellationToken);

        if (result.IsNoTarget) throw NoTarget(wish.Target);
        if (result.Refusal is { } refusal) throw RolloutErrors.Refused(refusal, wish.Target);
        if (result.DryRun is { } dry) return new() { DryRun = RolloutWriter.Write(dry) };
        return new() { Action = RolloutWriter.Write(result.Action!), RepeatedCall = !result.IsNew };
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    public override async Task<Wire.GetActionResponse> GetAction(Wire.GetActionRequest request, ServerCallContext context)
    {
        string id = RolloutReader.Id(request, request.Id);

        return new() { Action = RolloutWriter.Write(await limit.RunAsync(token => FindAsync(id, token), context.CancellationToken)) };
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    public override async Task<Wire.ListActionsResponse> ListActions(Wire.ListActionsRequest request, ServerCallContext context)
    {
        ActionFilter filter = RolloutReader.Filter(request);

        (IReadOnlyList<RolloutAction> actions, string? next) = await limit.RunAsync(token => desk.ListAsync(filter, token), context.CancellationToken);

        Wire.ListActionsResponse response = new() { NextPageToken = next ?? "" };
        response.Actions.AddRange(actions.Select(RolloutWriter.Write));
        return response;
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Read)]
    [Watching]
    public override async Task WatchAction(Wire.WatchActionRequest request, IServerStreamWriter<Wire.WatchActionResponse> responseStream, ServerCallContext context)
    {
        string id = RolloutReader.Id(request, request.Id);
        CancellationToken stopping = lifetime.ApplicationStopping;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            await FindAsync(id, either.Token);
            await foreach (RolloutAction action in desk.WatchAsync(id, either.Token)) await responseStream.WriteAsync(new() { Action = RolloutWriter.Write(action) }).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw RolloutErrors.Stopping();
        }
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Act)]
    public override async Task<Wire.StopActionResponse> StopAction(Wire.StopActionRequest request, ServerCallContext context)
    {
        (string id, string by, string reason) = RolloutReader.Stop(request, callers.Of(context));

        (RolloutAction? action, bool isStopped) = await limit.RunAsync(token => desk.StopAsync(id, by, reason, token), context.CancellationToken);

        if (action is null) throw RolloutErrors.NoAction(id);
        // A repeat of the call that stopped it, after a lost answer, is no error.
        bool isRepeat = action.Ending == ActionEnding.Cancelled && action.Status.StartsWith($"{by} stopped it: {reason}", StringComparison.Ordinal);
        return isStopped || isRepeat ? new() { Action = RolloutWriter.Write(action) } : throw RolloutErrors.Ended(action);
    }

    /// <inheritdoc/>
    [Authorize(CallerRole.Act)]
    public override async Task<Wire.SetSwitchResponse> SetSwitch(Wire.SetSwitchRequest request, ServerCallContext context)
    {
        (SwitchState state, string by, string reason) = RolloutReader.Switch(request, callers.Of(context));

        RolloutSwitch? set = await limit.RunAsync(token => desk.SetSwitchAsync(request.Target, state, by, reason, token), context.CancellationToken);

        return set is null ? throw NoTarget(request.Target) : new() { Switch = RolloutWriter.Write(set) };
    }

    private async Task<RolloutAction> FindAsync(string id, CancellationToken cancellationToken) => await desk.FindAsync(id, cancellationToken) ?? throw RolloutErrors.NoAction(id);

    private RpcException NoTarget(string name) => RolloutErrors.NoTarget(name, targets.All.Select(target => target.Name));
}
