using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Core;
using AnalysisClient = CanaryJudge.Contracts.V1.AnalysisService.AnalysisServiceClient;
using JudgeClient = CanaryJudge.Contracts.V1.CanaryJudge.CanaryJudgeClient;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>The service in this process, on free loopback ports and, when asked, a Unix socket.</summary>
internal sealed class RunningAnalyzer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly string? _socket;
    private readonly string _folder;

    private RunningAnalyzer(WebApplication app, string? socket, bool hasMetricsPort, string folder, LogLines logs)
    {
        _app = app;
        _folder = folder;
        _socket = socket;
        Logs = logs;
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        GrpcAddress = new Uri(addresses[0]);
        _channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new JudgeClient(_channel);
        Analyses = new AnalysisClient(_channel);
        Rest = new HttpClient { BaseAddress = new Uri(addresses[1]) };
        MetricsAddress = new Uri(new Uri(addresses[hasMetricsPort ? 2 : 1]), "/metrics");
    }

    public LogLines Logs { get; }

    public Uri GrpcAddress { get; }

    public GrpcChannel Channel => _channel;

    public JudgeClient Client { get; }

    public AnalysisClient Analyses { get; }

    public HttpClient Rest { get; }

    /// <summary>Where the metrics are: at their own port when they have one, else at the HTTP port.</summary>
    public Uri MetricsAddress { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningAnalyzer> StartAsync(params string[] settings) => await StartAsync(null, settings);

    public static async Task<RunningAnalyzer> StartAsync(Action<WebApplicationBuilder>? adjust, params string[] settings)
    {
        LogLines logs = new();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-").FullName;
        string[] all = ["--Listen:GrpcPort=0", "--Listen:HttpPort=0", "--Log:Format=Json", "--Log:Level=Debug", "--Store:File=" + Path.Combine(folder, "store.db"), .. settings];
        WebApplication app = Program.Build(all, builder =>
        {
            builder.Services.RemoveAll<ILogEventSink>().AddSingleton<ILogEventSink>(logs);
            adjust?.Invoke(builder);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        string? socket = settings.FirstOrDefault(s => s.StartsWith("--Listen:UnixSocket=", StringComparison.Ordinal))?.Split('=', 2)[1];
        return new RunningAnalyzer(app, socket, settings.Any(s => s.StartsWith("--Telemetry:MetricsPort=", StringComparison.Ordinal)), folder, logs);
    }

    /// <summary>A channel over the Unix socket.</summary>
    public GrpcChannel SocketChannel() => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket!), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });

    /// <summary>Tells the service to stop, and waits until it has.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        _channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
