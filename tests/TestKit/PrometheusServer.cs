using System.Text;
using System.Text.RegularExpressions;

namespace CanaryJudge.TestKit;

/// <summary>A real Prometheus as a child process on a free loopback port, ready for exact samples by remote write. Native histograms are on.</summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private const string Program = "prometheus";
    private readonly ServerProcess process;
    private readonly HttpClient client;

    private PrometheusServer(ServerProcess process, HttpClient client, Uri address) => (this.process, this.client, BaseAddress) = (process, client, address);

    /// <summary>Whether the program is there; when not, tests are skipped with <see cref="MissingReason"/>.</summary>
    public static bool IsInstalled => ServerPrograms.Find(Program) is not null;

    /// <summary>Why tests are skipped when the program is not there.</summary>
    public static string MissingReason => ServerPrograms.MissingReason(Program);

    /// <summary>Where it serves, with its path prefix, ending in a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What it has logged.</summary>
    public string Log => process.Log;

    /// <summary>Starts one and waits until it is ready (about 0.2 s).</summary>
    /// <exception cref="FileNotFoundException">The program is not there.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds its log.</exception>
    public static async Task<PrometheusServer> StartAsync(PrometheusServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PrometheusServerOptions();
        HttpClient calls = options.Client ?? new HttpClient();
        ServerProcess child = ServerProcess.Start(Program, folder => Arguments(folder, options));
        try
        {
            string endpoint = await child.WaitForLineAsync(ListeningAddress, cancellationToken);
            var address = new Uri($"{(options.Tls ? "https" : "http")}://{endpoint}/{options.RoutePrefix.Trim('/')}".TrimEnd('/') + "/");
            await child.WaitUntilReadyAsync(calls, new Uri(address, "-/ready"), cancellationToken);
            return new PrometheusServer(child, calls, address);
        }
        catch
        {
            calls.Dispose();
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes samples; they can be asked for at once.</summary>
    /// <exception cref="HttpRequestException">The server refused; the message holds its words.</exception>
    public Task WriteAsync(IEnumerable<RemoteWriteSeries> series, CancellationToken cancellationToken = default) =>
        RemoteWriteClient.WriteAsync(client, new Uri(BaseAddress, "api/v1/write"), series, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    private static List<string> Arguments(string folder, PrometheusServerOptions options)
    {
        string config = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(config, Config(options));
        List<string> arguments =
        [
            "--config.file=" + config,
            "--storage.tsdb.path=" + Path.Combine(folder, "data"),
            "--storage.tsdb.retention.time=100y",
            "--web.listen-address=127.0.0.1:0",
            "--web.enable-remote-write-receiver",
            "--enable-feature=native-histograms",
            "--log.level=info",
        ];
        if (options.RoutePrefix.Length > 0) arguments.Add("--web.route-prefix=/" + options.RoutePrefix.Trim('/'));
        if (options.WebConfig is not null)
        {
            string web = Path.Combine(folder, "web.yml");
            File.WriteAllText(web, options.WebConfig);
            arguments.Add("--web.config.file=" + web);
        }
        arguments.AddRange(options.Arguments);
        return arguments;
    }

    private static string Config(PrometheusServerOptions options)
    {
        var text = new StringBuilder("global:\n  scrape_interval: 1s\n  scrape_timeout: 900ms\n");
        if (options.OutOfOrder > TimeSpan.Zero)
            text.Append("storage:\n  tsdb:\n    out_of_order_time_window: ").Append((long)options.OutOfOrder.TotalSeconds).Append("s\n");
        if (options.ScrapeTargets.Count > 0)
            text.Append("scrape_configs:\n  - job_name: test\n    static_configs:\n      - targets: [").AppendJoin(", ", options.ScrapeTargets.Select(t => $"\"{t}\"")).Append("]\n");
        return text.ToString();
    }

    private static string? ListeningAddress(string line) => Listening().Match(line) is { Success: true } match ? match.Groups["endpoint"].Value : null;

    [GeneratedRegex(@"msg=""Listening on"" address=(?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
