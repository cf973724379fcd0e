namespace CanaryJudge.TestKit;

/// <summary>A real VictoriaMetrics (single node) as a child process on a free loopback port, ready for exact samples by remote write.</summary>
public sealed class VictoriaMetricsServer : IAsyncDisposable
{
    private const string Program = "victoria-metrics";
    private readonly ServerProcess process;
    private readonly HttpClient client;

    private VictoriaMetricsServer(ServerProcess process, HttpClient client, Uri address) => (this.process, this.client, BaseAddress) = (process, client, address);

    /// <summary>Whether the program is there; when not, tests are skipped with <see cref="MissingReason"/>.</summary>
    public static bool IsInstalled => ServerPrograms.Find(Program) is not null;

    /// <summary>Why tests are skipped when the program is not there.</summary>
    public static string MissingReason => ServerPrograms.MissingReason(Program);

    /// <summary>Where it serves, ending in a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What it has logged.</summary>
    public string Log => process.Log;

    /// <summary>Starts one and waits until it is ready. Another program may take the free port first: three ports are tried.</summary>
    /// <exception cref="FileNotFoundException">The program is not there.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds its log.</exception>
    public static async Task<VictoriaMetricsServer> StartAsync(CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePorts.One();
            var calls = new HttpClient();
            var address = new Uri($"http://127.0.0.1:{port}/");
            ServerProcess child = ServerProcess.Start(Program, folder =>
            [
                "-storageDataPath=" + Path.Combine(folder, "data"),
                $"-httpListenAddr=127.0.0.1:{port}",
                "-retentionPeriod=100y",
                "-search.latencyOffset=0s",
                "-memory.allowedBytes=256MB",
            ]);
            try
            {
                await child.WaitUntilReadyAsync(calls, new Uri(address, "health"), cancellationToken);
                return new VictoriaMetricsServer(child, calls, address);
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                calls.Dispose();
                await child.DisposeAsync();
            }
            catch
            {
                calls.Dispose();
                await child.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Writes samples and flushes, so that they can be asked for at once.</summary>
    /// <exception cref="HttpRequestException">The server refused; the message holds its words.</exception>
    public async Task WriteAsync(IEnumerable<RemoteWriteSeries> series, CancellationToken cancellationToken = default)
    {
        await RemoteWriteClient.WriteAsync(client, new Uri(BaseAddress, "api/v1/write"), series, cancellationToken);
        using HttpResponseMessage answer = await client.GetAsync(new Uri(BaseAddress, "internal/force_flush"), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }
}
