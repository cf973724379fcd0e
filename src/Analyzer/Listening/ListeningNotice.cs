using CanaryJudge.Analyzer.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>Once the service answers, opens the socket to whom the settings say, and says where it listens: with the ports it was given when it asked for free ones.</summary>
internal sealed partial class ListeningNotice(IServer server, IOptions<ListenOptions> options, IOptions<TelemetryOptions> telemetry, ILogger<ListeningNotice> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // The server lists its addresses in the order in which they were added.
        Queue<string> addresses = new(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        ListenOptions listen = options.Value;
        UnixSocketFile.Open(listen.UnixSocket, listen.UnixSocketMode);
        string grpc = listen.GrpcPort is not null && addresses.Count > 0 ? addresses.Dequeue() : "none";
        string http = listen.HttpPort is not null && addresses.Count > 0 ? addresses.Dequeue() : "none";
        string metrics = telemetry.Value.MetricsPort is not null && addresses.Count > 0 ? addresses.Dequeue() : telemetry.Value.MetricsPage ? http : "none";
        Log.Listening(logger, grpc, http, metrics, listen.UnixSocket.Length > 0 ? listen.UnixSocket : "none");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "Listening: gRPC {GrpcAddress}, REST and health {HttpAddress}, metrics {MetricsAddress}, socket {UnixSocket}")]
        public static partial void Listening(ILogger logger, string grpcAddress, string httpAddress, string metricsAddress, string unixSocket);
    }
}
