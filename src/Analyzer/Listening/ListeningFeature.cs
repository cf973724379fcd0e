using System.Net;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Listening;

/// <summary>The ports and the socket: gRPC over HTTP/2, REST and health over HTTP/1.1 (with TLS both ports speak both), metrics alone when they have a port of their own, gRPC over a Unix socket.</summary>
internal static class ListeningFeature
{
    /// <summary>Adds them as section Listen says.</summary>
    public static WebApplicationBuilder AddListening(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ListenOptions, ListenOptionsValidator>(ListenOptions.Section);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton<TlsCertificate>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ListenOptions>, IOptions<TelemetryOptions>, IServiceProvider>((kestrel, listen, telemetry, services) => Listen(kestrel, listen.Value, telemetry.Value, services));
        builder.Services.AddHostedService<ListeningNotice>();
        return builder;
    }

    private static void Listen(KestrelServerOptions kestrel, ListenOptions options, TelemetryOptions telemetry, IServiceProvider services)
    {
        IPAddress address = IPAddress.Parse(options.Address);
        if (options.GrpcPort is { } grpc) kestrel.Listen(address, grpc, port => Speak(port, HttpProtocols.Http2));
        if (options.HttpPort is { } http) kestrel.Listen(address, http, port => Speak(port, HttpProtocols.Http1));
        if (telemetry.MetricsPort is { } metrics)
        {
            kestrel.Listen(address, metrics, port =>
            {
                port.MarkOwnPort();
                Speak(port, HttpProtocols.Http1);
            });
        }

        if (options.UnixSocket.Length > 0)
        {
            UnixSocketFile.RemoveStale(options.UnixSocket);
            kestrel.ListenUnixSocket(options.UnixSocket, socket => socket.Protocols = HttpProtocols.Http2);
        }

        // Without TLS a port cannot tell which version a caller speaks.
        void Speak(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions port, HttpProtocols protocols)
        {
            port.Protocols = options.IsEncrypted() ? HttpProtocols.Http1AndHttp2 : protocols;
            if (options.IsEncrypted()) port.UseHttps(services.GetRequiredService<TlsCertificate>().ToHandshake());
        }
    }
}
