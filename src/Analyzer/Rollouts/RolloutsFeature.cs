using CanaryJudge.Analyzer.Rollouts.Acting;
using CanaryJudge.Analyzer.Rollouts.Commands;
using CanaryJudge.Analyzer.Rollouts.Store;
using CanaryJudge.Analyzer.Rollouts.Webhooks;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Telemetry;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Acting on rollouts.</summary>
internal static class RolloutsFeature
{
    /// <summary>Adds it as section Rollouts says, with every kind of rollout.</summary>
    public static WebApplicationBuilder AddRollouts(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RolloutOptions, RolloutOptionsValidator>(RolloutOptions.Section);
        builder.Services.AddSingleton<IRolloutKind, CommandRolloutKind>();
        builder.Services.AddSingleton<IRolloutKind, WebhookRolloutKind>();
        builder.Services.AddSingleton<RolloutTargets>();
        builder.Services.AddSingleton<RolloutLook>();
        builder.Services.AddSingleton<RolloutDesk>();
        builder.Services.AddSingleton<Decisions>();
        builder.Services.AddSingleton<ActionReads>();
        builder.Services.AddSingleton<ActionStarts>();
        builder.Services.AddSingleton<ActionEnds>();
        builder.Services.AddSingleton<RollbackClock>();
        builder.Services.AddSingleton<ActionGate>();
        builder.Services.AddSingleton<ActionWrites>();
        builder.Services.AddSingleton<DeskWrites>();
        builder.Services.AddSingleton<ActionSignals>();
        builder.Services.AddSingleton<ActionMeter>();
        builder.Services.AddSingleton<IStartsAtZero>(services => services.GetRequiredService<ActionMeter>());
        builder.Services.AddSingleton<ActionRun>();
        builder.Services.AddHostedService<RolloutsStart>();
        builder.Services.AddHostedService<ActionScheduler>();
        return builder;
    }
}
