using CanaryJudge.Analyzer.Hooks.Alertmanager;
using CanaryJudge.Analyzer.Hooks.ArgoRollouts;
using CanaryJudge.Analyzer.Hooks.Flagger;
using CanaryJudge.Analyzer.Hooks.Flux;
using CanaryJudge.Analyzer.Hooks.Inbound;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Verdicts for controllers of others, in their own words, and what other systems tell about targets. They let nobody in by themselves: see <see cref="HookAccess"/>.</summary>
internal static class HooksFeature
{
    /// <summary>Adds them as section Hooks says.</summary>
    public static WebApplicationBuilder AddHooks(this WebApplicationBuilder builder)
    {
        builder.AddSettings<HookOptions, HookOptionsValidator>(HookOptions.Section);
        builder.Services.AddSingleton(services => Access(services, "Hooks:SecretFile", own: ""));
        builder.Services.AddSingleton<HookAnalyses>();
        builder.Services.AddSingleton<ArgoHook>();
        builder.Services.AddSingleton<FlaggerHook>();
        AddInbound(builder.Services);
        return builder;
    }

    /// <summary>Maps them.</summary>
    public static WebApplication MapHooks(this WebApplication app)
    {
        app.MapPost("/hooks/alertmanager", context => context.RequestServices.GetRequiredService<AlertmanagerHook>().AnswerAsync(context)).AllowAnonymous();
        app.MapPost("/hooks/flux", context => context.RequestServices.GetRequiredService<FluxHook>().AnswerAsync(context)).AllowAnonymous();
        app.MapPost("/hooks/argo-rollouts", context => context.RequestServices.GetRequiredService<ArgoHook>().AnswerAsync(context)).AllowAnonymous();
        Map("confirm-rollout", FlaggerGate.Rollout);
        Map("confirm-traffic-increase", FlaggerGate.TrafficIncrease);
        Map("confirm-promotion", FlaggerGate.Promotion);
        Map("rollback", FlaggerGate.Rollback);
        return app;

        void Map(string type, FlaggerGate gate) => app.MapPost($"/hooks/flagger/{type}", context => context.RequestServices.GetRequiredService<FlaggerHook>().AnswerAsync(context, gate)).AllowAnonymous();
    }

    private static void AddInbound(IServiceCollection services)
    {
        services.AddSingleton<InboundMeter>();
        services.AddSingleton<IStartsAtZero>(provider => provider.GetRequiredService<InboundMeter>());
        services.AddSingleton<InboundDesk>();
        services.AddSingleton<FluxKeys>();
        services.AddKeyedSingleton(AlertmanagerHook.Name, (provider, _) => Access(provider, "Hooks:Alertmanager:SecretFile", provider.GetRequiredService<IOptions<HookOptions>>().Value.Alertmanager.SecretFile));
        services.AddKeyedSingleton(FluxHook.Name, (provider, _) => Access(provider, "Hooks:SecretFile", own: ""));
        services.AddSingleton<AlertmanagerHook>();
        services.AddSingleton<FluxHook>();
    }

    // Who has no secret of its own sends that of the controllers.
    private static HookAccess Access(IServiceProvider services, string setting, string own)
    {
        string file = own.Length > 0 ? own : services.GetRequiredService<IOptions<HookOptions>>().Value.SecretFile;
        return new HookAccess(new HookSecret(setting, file, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<HookSecret>>()), services.GetRequiredService<IAuthorizationService>());
    }
}
