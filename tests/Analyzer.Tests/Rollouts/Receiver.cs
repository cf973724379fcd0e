using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CanaryJudge.Analyzer.Rollouts.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>A receiver of webhooks as docs/actions.md asks for it: checks the signature, the revision, and does a step of the same key once.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> keys = new(StringComparer.Ordinal);

    private Receiver(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public string Secret { get; set; } = "a secret of the two of us";

    public string Revision { get; set; } = "v2";

    public double Traffic { get; set; } = 0.25;

    /// <summary>Steps that were done, in order.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>Bodies that were posted.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>What is answered to a step in place of the truth, once it is done; 0 for the truth.</summary>
    public Func<int> Answer { get; set; } = () => 0;

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        Receiver receiver = new(builder.Build());
        receiver.app.MapGet("/state", receiver.StateAsync);
        receiver.app.MapPost("/steps", receiver.StepAsync);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new Uri(receiver.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task StateAsync(HttpContext context)
    {
        if (!IsSigned(context, [])) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"revision":"{{Revision}}","baseline":"v1","traffic":{{Traffic}},"settled":true}"""));
    }

    private async Task StepAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        if (!IsSigned(context, body.ToArray())) return;
        string text = Encoding.UTF8.GetString(body.ToArray()), key = context.Request.Headers["Idempotency-Key"].ToString();
        Bodies.Enqueue(text);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(text);
        if (json.RootElement.GetProperty("expected_revision").GetString() != Revision)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        if (keys.TryAdd(key, true))
        {
            Done.Enqueue(json.RootElement.GetProperty("step").GetString()!);
            Traffic = json.RootElement.GetProperty("verb").GetString() == "rollback" ? 0 : 1;
        }

        if (Answer() is > 0 and int status) context.Response.StatusCode = status;
    }

    private bool IsSigned(HttpContext context, byte[] body)
    {
        bool isSigned = WebhookSignature.Verify(context.Request.Headers[WebhookSignature.Header].ToString(), body, Encoding.UTF8.GetBytes(Secret), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        if (!isSigned) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return isSigned;
    }
}
