using CanaryJudge.Analyzer.Hooks.ArgoRollouts;
using CanaryJudge.Analyzer.Hooks.Flagger;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Verdicts for controllers of others, in their own words. They let nobody in by themselves: see <see cref="HookAccess"/>.</summary>
internal static class HooksFeature
{
    /// <summary>Adds them as section Hooks says.</summary>
    public static WebApplicationBuilder AddHooks(this WebApplicationBuilder builder)
    {
        builder.AddSettings<HookOptions, HookOptionsValidator>(HookOptions.Section);
        builder.Services.AddSingleton<HookSecret>();
        builder.Services.AddSingleton<HookAccess>();
        builder.Services.AddSingleton<HookAnalyses>();
        builder.Services.AddSingleton<ArgoHook>();
        builder.Services.AddSingleton<FlaggerHook>();
        return builder;
    }

    /// <summary>Maps them.</summary>
    public static WebApplication MapHooks(this WebApplication app)
    {
        app.MapPost("/hooks/argo-rollouts", context => context.RequestServices.GetRequiredService<ArgoHook>().AnswerAsync(context)).AllowAnonymous();
        Map("confirm-rollout", FlaggerGate.Rollout);
        Map("confirm-traffic-increase", FlaggerGate.TrafficIncrease);
        Map("confirm-promotion", FlaggerGate.Promotion);
        Map("rollback", FlaggerGate.Rollback);
        return app;

        void Map(string type, FlaggerGate gate) => app.MapPost($"/hooks/flagger/{type}", context => context.RequestServices.GetRequiredService<FlaggerHook>().AnswerAsync(context, gate)).AllowAnonymous();
    }
}
