using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace CanaryJudge.TestKit;

/// <summary>A real Alertmanager as a child process on a free loopback port, with one receiver that is told at once.</summary>
public sealed partial class AlertmanagerServer : IAsyncDisposable
{
    private const string Program = "prometheus-alertmanager";
    private readonly ServerProcess process;
    private readonly HttpClient client;

    private AlertmanagerServer(ServerProcess process, HttpClient client) => (this.process, this.client) = (process, client);

    /// <summary>Whether the program is there; when not, tests are skipped with <see cref="MissingReason"/>.</summary>
    public static bool IsInstalled => ServerPrograms.Find(Program) is not null;

    /// <summary>Why tests are skipped when the program is not there.</summary>
    public static string MissingReason => ServerPrograms.MissingReason(Program);

    /// <summary>What it has logged.</summary>
    public string Log => process.Log;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="receiver">The entry of webhook_configs, as YAML in one line.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="FileNotFoundException">The program is not there.</exception>
    /// <exception cref="InvalidOperationException">It did not start; the message holds its log.</exception>
    public static async Task<AlertmanagerServer> StartAsync(string receiver, CancellationToken cancellationToken)
    {
        HttpClient calls = new();
        ServerProcess child = ServerProcess.Start(Program, folder =>
        {
            // What eng/fetch-servers.sh has unpacked looks for its templates here.
            Directory.CreateSymbolicLink(Path.Combine(folder, "share"), Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ServerPrograms.Find(Program))!, "..", "share")));
            string config = Path.Combine(folder, "alertmanager.yml");
            File.WriteAllText(config, $$"""
                route: {receiver: canaryjudge, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h}
                receivers:
                  - name: canaryjudge
                    webhook_configs: [{{receiver}}]

                """);
            return ["--config.file=" + config, "--storage.path=" + Path.Combine(folder, "data"), "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=", "--log.level=debug"];
        });
        try
        {
            string endpoint = await child.WaitForLineAsync(line => Listening().Match(line) is { Success: true } match ? match.Groups["endpoint"].Value : null, cancellationToken);
            calls.BaseAddress = new Uri($"http://{endpoint}/");
            await child.WaitUntilReadyAsync(calls, new Uri(calls.BaseAddress, "-/ready"), cancellationToken);
            return new AlertmanagerServer(child, calls);
        }
        catch
        {
            calls.Dispose();
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends an alert, as Prometheus does.</summary>
    /// <param name="labels">Its labels, alertname among them.</param>
    /// <param name="startsAt">Since when it fires.</param>
    /// <param name="endsAt">When it ended; null while it fires.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task AlertAsync(IReadOnlyDictionary<string, string> labels, DateTimeOffset startsAt, DateTimeOffset? endsAt, CancellationToken cancellationToken)
    {
        object[] alerts = [new { labels, startsAt = Text(startsAt), endsAt = Text(endsAt ?? TimeProvider.System.GetUtcNow().AddMinutes(5)) }];
        using HttpResponseMessage answer = await client.PostAsJsonAsync("api/v2/alerts", alerts, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException(await answer.Content.ReadAsStringAsync(cancellationToken));

        static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    [GeneratedRegex(@"msg=""Listening on"" address=(?<endpoint>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
