using CanaryJudge.TestKit;

namespace CanaryJudge.EndToEnd.Tests.Prometheus;

public sealed class TestServersTests
{
    private const long Start = 1_760_000_000_000;
    private static readonly RemoteWriteSeries Requests =
        new RemoteWriteSeries("http_requests_total", ("version", "v1")).Every(Start, 15_000, 3, i => 10.5 * i);

    [Fact]
    public async Task Prometheus_AfterAWrite_HoldsTheExactSamples()
    {
        Assert.SkipUnless(PrometheusServer.IsInstalled, PrometheusServer.MissingReason);
        await using PrometheusServer server = await PrometheusServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await server.WriteAsync([Requests], TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"http_requests_total","version":"v1"},"values":[[1760000000,"0"],[1760000015,"10.5"],[1760000030,"21"]]}]}}""",
            await AskAsync(server.BaseAddress));
    }

    [Fact]
    public async Task VictoriaMetrics_AfterAWrite_HoldsTheExactSamples()
    {
        Assert.SkipUnless(VictoriaMetricsServer.IsInstalled, VictoriaMetricsServer.MissingReason);
        await using VictoriaMetricsServer server = await VictoriaMetricsServer.StartAsync(TestContext.Current.CancellationToken);
        await server.WriteAsync([Requests], TestContext.Current.CancellationToken);
        Assert.Contains("""[[1760000000,"0"],[1760000015,"10.5"],[1760000030,"21"]]""", await AskAsync(server.BaseAddress));
    }

    private static async Task<string> AskAsync(Uri address)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(address, "api/v1/query?query=http_requests_total[1m]&time=1760000030"), TestContext.Current.CancellationToken);
    }
}
