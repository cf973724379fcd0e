using System.Collections.Concurrent;
using System.Net;
using CanaryJudge.Analyzer.Tests.Grpc;
using CanaryJudge.Analyzer.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Analyzer.Tests.Telemetry;

/// <summary>Traces and metrics arrive at a collector by both protocols of OTLP; what is in them is tested where it can be looked into.</summary>
public sealed class SendingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Http", "/v1/traces", "/v1/metrics")]
    [InlineData("Grpc", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task TracesAndMetrics_AreSent_AtTheLatestWhenTheServiceStops(string protocol, string traces, string metrics)
    {
        ConcurrentDictionary<string, byte[]> sent = new(StringComparer.Ordinal);
        await using WebApplication collector = await CollectorAsync(protocol == "Grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1, sent);
        string address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using (RunningAnalyzer analyzer = await RunningAnalyzer.StartAsync("--Telemetry:OtlpEndpoint=" + address, "--Telemetry:OtlpProtocol=" + protocol))
        {
            await analyzer.Client.JudgeMeasurementsAsync(Requests.Measurements(0.01), cancellationToken: Token);
        }

        Assert.True(sent[traces].AsSpan().IndexOf("JudgeMeasurements"u8) >= 0);
        Assert.True(sent[metrics].AsSpan().IndexOf("canaryjudge"u8) >= 0);
    }

    private static async Task<WebApplication> CollectorAsync(HttpProtocols protocols, ConcurrentDictionary<string, byte[]> sent)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            sent.AddOrUpdate(context.Request.Path, _ => body.ToArray(), (_, before) => [.. before, .. body.ToArray()]);
            context.Response.ContentType = context.Request.ContentType!;
            if (protocols != HttpProtocols.Http2) return;
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[5]); // an empty message
        });
        await collector.StartAsync(Token);
        return collector;
    }
}
