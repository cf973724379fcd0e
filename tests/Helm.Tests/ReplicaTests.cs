using System.Net.Http.Json;
using System.Text.Json;
using CanaryJudge.Helm.Tests.Rendering;
using CanaryJudge.TestKit;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests;

/// <summary>Two replicas over one PostgreSQL, run with exactly what the chart renders for them.</summary>
public sealed class ReplicaTests
{
    private static readonly string[] Addresses = ["127.0.0.2", "127.0.0.3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoReplicas_RunAsRendered_AndTheSecondGoesOnWhenTheFirstIsGone()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.MissingReason);
        await using PostgresServer postgres = await PostgresServer.StartAsync(Token);
        await using MetricsStub metrics = MetricsStub.Start();
        metrics.CanaryErrors = 0.4;
        int[] ports = FreePorts.Some(3, Addresses[0]); // the same ones at both addresses, as pods have them
        string values = Values(await postgres.CreateDatabaseAsync(Token), metrics.Address, ports);
        IReadOnlyList<Manifest> objects = await RenderAsync(values);
        using RenderedPod first = new(objects, Certificates.Of);
        using RenderedPod second = new(objects, Certificates.Of);
        await using RunningPod running = await RunningPod.StartAsync(second, Addresses[1]);
        using HttpClient calls = new();
        string id;
        List<JsonElement> events = [];
        RunningPod gone = await RunningPod.StartAsync(first, Addresses[0]);
        try
        {
            id = await StartAsync(calls, new Uri($"http://{Addresses[0]}:{ports[1]}/v1/analyses"));
            Uri watch = new($"http://{Addresses[1]}:{ports[1]}/v1/analyses/{id}/events");
            using HttpResponseMessage answer = await calls.GetAsync(watch, HttpCompletionOption.ResponseHeadersRead, Token);
            using StreamReader lines = new(await answer.Content.ReadAsStreamAsync(Token));
            while (await lines.ReadLineAsync(Token) is { Length: > 0 } line)
            {
                events.Add(JsonDocument.Parse(line).RootElement.GetProperty("event"));
                if (events.Count == 2) await gone.DisposeAsync();
            }
        }
        finally
        {
            if (events.Count < 2) await gone.DisposeAsync();
        }

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => e.GetProperty("sequence").GetInt32()));
        Assert.Contains("VERDICT_OUTCOME_ROLLBACK", events[^1].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("ANALYSIS_EVENT_KIND_ENDED", events[^1].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await running.StopAsync());
    }

    private static async Task<string> StartAsync(HttpClient calls, Uri address)
    {
        const string Request = """
            {"application": "shop", "target": "shop/checkout", "policy": {"name": "shop"}, "by": "ann",
             "baseline": {"matchers": [{"label": "version", "operator": "MATCH_OPERATOR_EQUAL", "value": "v1"}]},
             "canary": {"matchers": [{"label": "version", "operator": "MATCH_OPERATOR_EQUAL", "value": "v2"}]}}
            """;
        using StringContent body = new(Request, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await calls.PostAsync(address, body, Token);
        JsonElement started = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.True(answer.IsSuccessStatusCode, started.GetRawText());
        return started.GetProperty("analysis").GetProperty("id").GetString()!;
    }

    private static async Task<IReadOnlyList<Manifest>> RenderAsync(string values)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("canaryjudge-values-").FullName, "values.yaml");
        await File.WriteAllTextAsync(file, values, Token);
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["template", "judge", Rendering.Helm.Chart, "--namespace", "shop", "--values", file]);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(run.ExitCode == 0, run.StandardError);
        return Manifest.Read(run.StandardOutput);
    }

    private static string Values(string database, Uri metrics, int[] ports)
    {
        Dictionary<string, string> parts = database.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        return $$$"""
            replicas: 2
            signIn: {dangerouslyTrustNetwork: true}
            listen: {grpcPort: {{{ports[0]}}}, httpPort: {{{ports[1]}}}}
            telemetry: {metricsPort: {{{ports[2]}}}}
            store:
              kind: postgres
              postgres: {host: {{{parts["Host"]}}}, port: {{{parts["Port"]}}}, database: {{{parts["Database"]}}}, username: {{{parts["Username"]}}}, sslMode: Disable, maximumPoolSize: 20, password: {secretName: db}}
            analyses: {scrapeDelay: 0s, lease: 2s, poll: 200ms}
            sources:
              prometheus:
                main: {address: "{{{metrics.AbsoluteUri.TrimEnd('/')}}}"}
            policies:
              inline:
                shop.yaml: |
                  apiVersion: canaryjudge.io/v1
                  kind: CanaryPolicy
                  metadata: {name: shop}
                  spec:
                    interval: 5s
                    warmup: 0
                    history: 0
                    horizon: 5
                    judge: fixed
                    metrics:
                      - {name: error_rate, kind: ratio, bad: 'http_requests_total{code=~"5.."}', total: http_requests_total, margin: 0.5pp, critical: true}
            """;
    }
}
