using CanaryJudge.Analyzer.Grpc.Json;
using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.SignIn;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>The contract as gRPC and as REST, with reflection, and the bounds of a call.</summary>
internal static class GrpcFeature
{
    /// <summary>Adds it.</summary>
    public static WebApplicationBuilder AddGrpcApi(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LimitOptions, LimitOptionsValidator>(LimitOptions.Section);
        builder.Services.AddGrpc(calls => calls.Interceptors.Add<FailureInterceptor>())
            .AddJsonTranscoding(rest => rest.TypeRegistry = ErrorDetailTypes.Registry);
        RestSwitch.Add(builder.Services);
        builder.Services.AddOptions<GrpcServiceOptions>().Configure<IOptions<LimitOptions>>((calls, limits) => calls.MaxReceiveMessageSize = limits.Value.MessageBytes);
        // The bound of a message is held, and named, by the two guards below.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddGrpcReflection();
        // From the container: the library would compile an expression that makes one for every call.
        builder.Services.AddSingleton<FailureInterceptor>();
        builder.Services.AddSingleton<CanaryJudgeService>();
        builder.Services.AddSingleton<AnalysisCalls>();
        builder.Services.AddSingleton<RolloutCalls>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ParsedPolicies>();
        builder.Services.AddSingleton<PolicyReader>();
        builder.Services.AddSingleton<CallLimit>();
        builder.Services.AddSingleton<AnalysisReader>();
        builder.Services.AddSingleton<HookReader>();
        builder.Services.AddSingleton<Callers>();
        builder.Services.AddSingleton<CallerLimits>();
        return builder;
    }

    /// <summary>Maps the services behind their guards. The schema is no secret: reflection answers everybody.</summary>
    public static WebApplication MapGrpcApi(this WebApplication app)
    {
        RestRoutes rest = new(app, MapServices);
        app.Use(rest.OpenAsync);
        app.UseRouting();
        app.UseSignIn();
        app.Use(app.Services.GetRequiredService<CallerLimits>().LimitAsync);
        app.UseAuthorization();
        app.UseMiddleware<MessageBound>();
        app.UseMiddleware<JsonGuard>();
        MapServices(app);
        ((IEndpointRouteBuilder)app).DataSources.Add(rest);
        app.MapGrpcReflectionService().AllowAnonymous();
        return app;
    }

    private static void MapServices(IEndpointRouteBuilder app)
    {
        app.MapGrpcService<CanaryJudgeService>();
        app.MapGrpcService<AnalysisCalls>();
        app.MapGrpcService<RolloutCalls>();
    }
}
