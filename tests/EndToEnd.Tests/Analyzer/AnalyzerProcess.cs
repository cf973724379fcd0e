using System.Text.Json;
using CanaryJudge.TestKit;
using Grpc.Net.Client;
using JudgeClient = CanaryJudge.Contracts.V1.CanaryJudge.CanaryJudgeClient;

namespace CanaryJudge.EndToEnd.Tests.Analyzer;

/// <summary>The service as its own process on free loopback ports and a Unix socket.</summary>
internal sealed class AnalyzerProcess : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly GrpcChannel _channel;

    private AnalyzerProcess(ServerProcess process, JsonElement listening)
    {
        _process = process;
        GrpcAddress = listening.GetProperty(nameof(GrpcAddress)).GetString()!;
        HttpAddress = listening.GetProperty(nameof(HttpAddress)).GetString()!;
        MetricsAddress = listening.GetProperty(nameof(MetricsAddress)).GetString()!;
        UnixSocket = listening.GetProperty(nameof(UnixSocket)).GetString()!;
        _channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new JudgeClient(_channel);
        Rest = new HttpClient { BaseAddress = new Uri(HttpAddress) };
    }

    public string GrpcAddress { get; }

    public string HttpAddress { get; }

    public string MetricsAddress { get; }

    public string UnixSocket { get; }

    public JudgeClient Client { get; }

    public HttpClient Rest { get; }

    /// <summary>What it has written: one JSON object a line.</summary>
    public string Log => _process.Log;

    public static async Task<AnalyzerProcess> StartAsync(params string[] settings)
    {
        ServerProcess process = ServerProcess.Start("env", folder => [.. ServerPrograms.Analyzer, "--Listen:GrpcPort=0", "--Listen:HttpPort=0", "--Listen:UnixSocket=" + Path.Combine(folder, "s"), "--Log:Format=Json", "--Store:File=" + Path.Combine(folder, "store.db"), .. settings]);
        try
        {
            ServerPrograms.NoteAnalyzerStart();
            string line = await process.WaitForLineAsync(l => l.Contains("GrpcAddress", StringComparison.Ordinal) ? l : null, TestContext.Current.CancellationToken);
            return new AnalyzerProcess(process, JsonSerializer.Deserialize<JsonElement>(line));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        _channel.Dispose();
        await _process.DisposeAsync();
    }
}
