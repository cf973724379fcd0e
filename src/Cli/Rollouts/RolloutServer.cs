using CanaryJudge.Cli.Analyses;
using CanaryJudge.Contracts.V1;
using Grpc.Core;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>The service's targets and actions, from a command's side. What the service refuses ends the command with the service's own words.</summary>
internal sealed class RolloutServer(AnalysisServer server)
{
    private readonly RolloutService.RolloutServiceClient _client = new(server.Channel);

    /// <summary>The targets.</summary>
    public Task<ListTargetsResponse> TargetsAsync(ListTargetsRequest request, CancellationToken cancellationToken) => server.CallAsync(o => _client.ListTargetsAsync(request, o), cancellationToken);

    /// <summary>Wants something of a rollout.</summary>
    public Task<StartActionResponse> StartAsync(StartActionRequest request, CancellationToken cancellationToken) => server.CallAsync(o => _client.StartActionAsync(request, o), cancellationToken);

    /// <summary>An action.</summary>
    public Task<GetActionResponse> GetAsync(string id, CancellationToken cancellationToken) => server.CallAsync(o => _client.GetActionAsync(new() { Id = id }, o), cancellationToken);

    /// <summary>A page of actions.</summary>
    public Task<ListActionsResponse> ListAsync(ListActionsRequest request, CancellationToken cancellationToken) => server.CallAsync(o => _client.ListActionsAsync(request, o), cancellationToken);

    /// <summary>Stops an action.</summary>
    public Task<StopActionResponse> StopAsync(StopActionRequest request, CancellationToken cancellationToken) => server.CallAsync(o => _client.StopActionAsync(request, o), cancellationToken);

    /// <summary>Sets a switch.</summary>
    public Task<SetSwitchResponse> SetSwitchAsync(SetSwitchRequest request, CancellationToken cancellationToken) => server.CallAsync(o => _client.SetSwitchAsync(request, o), cancellationToken);

    /// <summary>Watches an action: one connection, until it breaks or the action ends.</summary>
    /// <remarks>The stream throws <see cref="RpcException"/>, so that the caller can go on where it broke.</remarks>
    public AsyncServerStreamingCall<WatchActionResponse> Watch(string id, CancellationToken cancellationToken) =>
        _client.WatchAction(new() { Id = id }, new CallOptions(server.Headers(), cancellationToken: cancellationToken));
}
