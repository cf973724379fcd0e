using System.Collections.Concurrent;
using System.Net;
using CanaryJudge.TestKit.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Analyzer.Tests.Kubernetes;

/// <summary>Stands before a real API server, passes calls on as they are, and does to some of them what networks and busy servers do.</summary>
internal sealed class FaultyApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _server;

    private FaultyApi(WebApplication app, HttpClient server) => (_app, _server) = (app, server);

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Every call that came: PATCH /apis/...</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The calls that would change something.</summary>
    public IEnumerable<string> Changes => Calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal));

    /// <summary>What is done to a call.</summary>
    public Func<HttpRequest, Fault> On { get; set; } = _ => Fault.None;

    /// <summary>What happens just before a call is passed on.</summary>
    public Func<HttpRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static async Task<FaultyApi> StartAsync(KubernetesServer server)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        FaultyApi api = new(builder.Build(), server.CreateClient(token: null));
        api._app.Run(api.PassAsync);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        api.Address = new Uri(api._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path}");
        Fault fault = On(context.Request);
        if (fault.Status is { } status)
        {
            context.Response.StatusCode = status;
            if (fault.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
            await context.Response.WriteAsync($$"""{"kind":"Status","status":"Failure","message":"the test says {{status}}","code":{{status}}}""");
            return;
        }

        if (!fault.IsCutBefore)
        {
            await Before(context.Request);
            using HttpResponseMessage answer = await ForwardAsync(context);
            if (!fault.IsCutAfter)
            {
                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                await answer.Content.CopyToAsync(context.Response.Body);
                return;
            }
        }

        context.Abort();
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context)
    {
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), context.Request.Path.ToUriComponent().TrimStart('/') + context.Request.QueryString.ToUriComponent());
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return await _server.SendAsync(request);
    }

    /// <summary>What is done to a call.</summary>
    /// <param name="Status">It is answered with this status and not passed on.</param>
    /// <param name="RetryAfterSeconds">With a header Retry-After.</param>
    /// <param name="IsCutBefore">The connection is cut before the server has it.</param>
    /// <param name="IsCutAfter">The connection is cut after the server has done it.</param>
    internal sealed record Fault(int? Status = null, int? RetryAfterSeconds = null, bool IsCutBefore = false, bool IsCutAfter = false)
    {
        public static Fault None { get; } = new();
    }
}
