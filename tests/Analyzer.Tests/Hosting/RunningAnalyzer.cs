using System.Net.Sockets;
using System.Text.Json;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.TestKit;
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

/// <summary>
/// The service on free loopback ports and, when asked, a Unix socket: in this process, or as the program that the variable ANALYZER_PROGRAM names, so that the same tests hold for one that is
/// compiled ahead.
/// </summary>
internal sealed class RunningAnalyzer : IAsyncDisposable
{
    private readonly WebApplication? _app;
    private readonly ServerProcess? _process;
    private readonly GrpcChannel _channel;
    private readonly string? _socket;
    private readonly string? _folder;

    /// <summary>True when the service is a program of its own.</summary>
    public static bool IsAnotherProcess => ServerPrograms.OtherAnalyzer is not null;

    private RunningAnalyzer(WebApplication? app, ServerProcess? process, string[] addresses, string[] settings, string? folder, LogLines logs)
    {
        _app = app;
        _process = process;
        _folder = folder;
        _socket = settings.FirstOrDefault(s => s.StartsWith("--Listen:UnixSocket=", StringComparison.Ordinal))?.Split('=', 2)[1];
        Logs = logs;
        GrpcAddress = new Uri(addresses[0]);
        _channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new JudgeClient(_channel);
        Analyses = new AnalysisClient(_channel);
        Rest = new HttpClient { BaseAddress = new Uri(addresses[1]) };
        MetricsAddress = new Uri(new Uri(addresses[settings.Any(s => s.StartsWith("--Telemetry:MetricsPort=", StringComparison.Ordinal)) ? 2 : 1]), "/metrics");
    }

    public LogLines Logs { get; }

    public Uri GrpcAddress { get; }

    public GrpcChannel Channel => _channel;

    public JudgeClient Client { get; }

    public AnalysisClient Analyses { get; }

    public HttpClient Rest { get; }

    /// <summary>Where the metrics are: at their own port when they have one, else at the HTTP port.</summary>
    public Uri MetricsAddress { get; }

    /// <summary>Skips a test of what only the service in this process shows.</summary>
    public static void NeedsThisProcess() => Assert.SkipWhen(IsAnotherProcess, "it looks into the service, which is another process here");

    /// <summary>What the service is made of. A test that asks is skipped where the service is another process.</summary>
    public IServiceProvider Services
    {
        get
        {
            NeedsThisProcess();
            return _app!.Services;
        }
    }

    public static async Task<RunningAnalyzer> StartAsync(params string[] settings) => await StartAsync(null, settings);

    public static async Task<RunningAnalyzer> StartAsync(Action<WebApplicationBuilder>? adjust, params string[] settings)
    {
        if (IsAnotherProcess)
        {
            Assert.SkipWhen(adjust is not null, "it changes the service, which is another process here");
            return await StartProgramAsync(settings);
        }

        LogLines logs = new();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-").FullName;
        try
        {
            WebApplication app = Program.Build(WithDefaults(settings, folder), builder =>
            {
                builder.Services.RemoveAll<ILogEventSink>().AddSingleton<ILogEventSink>(logs);
                adjust?.Invoke(builder);
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new RunningAnalyzer(app, null, [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses], settings, folder, logs);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<RunningAnalyzer> StartProgramAsync(string[] settings)
    {
        ServerProcess process = ServerProcess.Start("env", folder => [.. ServerPrograms.Analyzer, .. WithDefaults(settings, folder)]);
        try
        {
            JsonElement listening = JsonSerializer.Deserialize<JsonElement>(await LineAsync(process, "GrpcAddress"));
            await LineAsync(process, "Analyses are kept in");
            ServerPrograms.NoteAnalyzerStart();
            string[] addresses = [.. new[] { "GrpcAddress", "HttpAddress", "MetricsAddress" }.Select(name => listening.GetProperty(name).GetString()!).Where(address => address != "none")];
            return new RunningAnalyzer(null, process, addresses, settings, null, new LogLines(() => process.Log));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    // As in this process, what keeps the service from starting is an exception.
    private static async Task<string> LineAsync(ServerProcess process, string words)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        try
        {
            return await process.WaitForLineAsync(line => line.Contains(words, StringComparison.Ordinal) ? line : null, token);
        }
        catch (InvalidOperationException)
        {
            await process.WaitForEndAsync(token);
            if (process.Log.Split("CanaryJudge cannot start:") is not [_, { } faults]) throw;
            throw new SettingsException(faults.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string[] WithDefaults(string[] settings, string folder) =>
        ["--Listen:GrpcPort=0", "--Listen:HttpPort=0", "--Log:Format=Json", "--Log:Level=Debug", "--Store:File=" + Path.Combine(folder, "store.db"), .. settings];

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
    public Task StopAsync() => _app?.StopAsync(TestContext.Current.CancellationToken) ?? _process!.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        _channel.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        if (_process is not null)
        {
            await using ServerProcess process = _process; // which ends it, should it not stop
            await process.StopAsync(CancellationToken.None);
        }

        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
