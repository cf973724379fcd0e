using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Analyzer.Tests.Hosting;

/// <summary>A server at the place of Prometheus that answers as a test says, and notices when a caller hangs up.</summary>
internal sealed class FakePrometheus : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakePrometheus(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Ends when the first question arrives.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends when a caller hangs up on a question.</summary>
    public Task HungUp => _hungUp.Task;

    /// <summary>The headers Authorization that came.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>The headers traceparent that came.</summary>
    public ConcurrentQueue<string> TraceParents { get; } = new();

    /// <summary>Never answers.</summary>
    public static Task<FakePrometheus> SilentAsync() => StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>Answers every question alike.</summary>
    public static Task<FakePrometheus> AnswerAsync(HttpStatusCode status, string json) => StartAsync(async context =>
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    });

    /// <summary>Answers every question with no series.</summary>
    public static Task<FakePrometheus> EmptyAsync() => AnswerAsync(HttpStatusCode.OK, """{"status":"success","data":{"resultType":"matrix","result":[]}}""");

    private static async Task<FakePrometheus> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        FakePrometheus fake = new(builder.Build());
        fake._app.Run(async context =>
        {
            fake.Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
            fake.TraceParents.Enqueue(context.Request.Headers.TraceParent.ToString());
            fake._asked.TrySetResult();
            try
            {
                await answer(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                fake._hungUp.TrySetResult();
            }
        });
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        fake.Address = new Uri(fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return fake;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
