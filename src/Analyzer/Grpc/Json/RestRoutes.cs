using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>The routes of REST: none until the first call that could be one, then all of them.</summary>
internal sealed class RestRoutes : EndpointDataSource, IDisposable
{
    private const string Root = "/v1";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _opened = new();
    private readonly IServiceProvider _services;
    private readonly Action<IEndpointRouteBuilder> _map;
    private volatile IReadOnlyList<Endpoint> _endpoints = [];
    private volatile bool _isOpen;

    /// <summary>The routes of services.</summary>
    /// <param name="app">The service; its container makes them.</param>
    /// <param name="map">Maps the gRPC services whose methods have routes.</param>
    public RestRoutes(WebApplication app, Action<IEndpointRouteBuilder> map) => (_services, _map) = (app.Services, map);

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <summary>A step before routing, which makes the routes when a call could need one.</summary>
    public Task OpenAsync(HttpContext context, RequestDelegate next)
    {
        if (!_isOpen && context.Request.Path.StartsWithSegments(Root) && !ErrorAnswer.IsGrpc(context.Request)) Open();
        return next(context);
    }

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken() => _opened.IsCancellationRequested ? NullChangeToken.Singleton : new CancellationChangeToken(_opened.Token);

    /// <inheritdoc/>
    public void Dispose() => _opened.Dispose();

    private void Open()
    {
        lock (_gate)
        {
            if (_isOpen) return;
            Scratch scratch = new(_services);
            _services.GetRequiredService<RestSwitch>().TurnOn();
            _map(scratch);
            // The gRPC calls are there already.
            _endpoints = [.. scratch.DataSources.SelectMany(source => source.Endpoints).Where(endpoint => endpoint.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not null)];
            // Routing takes them up before this returns, and only then others may pass.
            _opened.Cancel();
            _isOpen = true;
        }
    }

    private sealed class Scratch(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
