using System.IO.Compression;
using System.Text;

namespace CanaryJudge.Samples.Workload;

/// <summary>One running instance of the sample service: GET /checkout, GET /healthz, GET /metrics, POST /fault?kind=NAME.</summary>
public sealed class WorkloadInstance : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Checkout checkout;
    private readonly Leak leak;
    private readonly MetricsPage page;
    private int fault;

    private WorkloadInstance(WorkloadOptions options, TimeProvider time)
    {
        Options = options;
        var metrics = new InstanceMetrics();
        checkout = new Checkout(options, time, metrics);
        leak = new Leak(options.LeakBytesPerSecond, options.LeakLimitBytes, time);
        page = new MetricsPage(options, metrics, leak, time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        Fault = options.Fault;
        application = Build();
    }

    /// <summary>How it was started.</summary>
    public WorkloadOptions Options { get; }

    /// <summary>Where it listens, such as http://127.0.0.1:40123.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where its metrics are.</summary>
    public Uri MetricsAddress => new(Address, "/metrics");

    /// <summary>What is wrong with it now; may be set at any time, from any thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value set is not a fault.</exception>
    public Fault Fault
    {
        get => (Fault)Volatile.Read(ref fault);
        set
        {
            FaultNames.Of(value);
            Volatile.Write(ref fault, (int)value);
            leak.Set(value == Fault.Leak);
        }
    }

    /// <summary>Starts an instance.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">The clock of its waits and of its leak.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The instance, listening; dispose it to stop.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WorkloadInstance> StartAsync(WorkloadOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Check();
        var instance = new WorkloadInstance(options, time);
        try
        {
            await instance.application.StartAsync(cancellationToken);
            instance.Address = new Uri(instance.application.Urls.Single());
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening and gives everything back.</summary>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(Options.Host, Options.Port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>(); // whoever starts an instance also decides when it ends
        WebApplication built = builder.Build();
        built.MapGet("/checkout", (RequestDelegate)CheckoutAsync);
        built.MapGet("/healthz", (RequestDelegate)(context => context.Response.WriteAsync("ok\n")));
        built.MapGet("/metrics", (RequestDelegate)MetricsAsync);
        built.MapPost("/fault", (RequestDelegate)FaultAsync);
        return built;
    }

    private async Task CheckoutAsync(HttpContext context)
    {
        context.Response.StatusCode = await checkout.ServeAsync(Fault, context.RequestAborted);
        await context.Response.WriteAsync(context.Response.StatusCode == 200 ? "paid\n" : "the payment failed\n", context.RequestAborted);
    }

    private async Task MetricsAsync(HttpContext context)
    {
        ExpositionFormat format = ExpositionFormats.Preferred(context.Request.Headers.Accept!);
        byte[] body = Encoding.UTF8.GetBytes(page.Write(format));
        context.Response.ContentType = ExpositionFormats.ContentType(format);
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
        context.Response.Headers.ContentEncoding = "gzip";
        await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await zip.WriteAsync(body, context.RequestAborted);
    }

    private async Task FaultAsync(HttpContext context)
    {
        string kind = context.Request.Query["kind"].ToString();
        bool known = FaultNames.TryParse(kind, out Fault wanted);
        if (known) Fault = wanted;
        context.Response.StatusCode = known ? 200 : 400;
        await context.Response.WriteAsync(known ? $"fault: {kind}\n" : $"kind is '{kind}': use one of {FaultNames.All}\n", context.RequestAborted);
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
