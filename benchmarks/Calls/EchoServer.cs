using System.Globalization;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CanaryJudge.Benchmarks.Calls;

/// <summary>The peer: a gRPC service on the same server that sends back what it got, and writes no log.</summary>
internal static class EchoServer
{
    public static Task RunAsync(string port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        WebApplication app = builder.Build();
        app.MapGrpcService<EchoService>();
        return app.RunAsync();
    }

    private sealed class EchoService : Echo.EchoBase
    {
        public override Task<Payload> Call(Payload request, ServerCallContext context) => Task.FromResult(request);
    }
}
