using System.Data.Common;
using CanaryJudge.Analyzer.Analyses.Notices;
using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Analyses.Ticking;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>Analyses that run until they end, through crashes and over several replicas.</summary>
internal static class AnalysesFeature
{
    /// <summary>Adds them as the sections Analyses and Store say.</summary>
    public static WebApplicationBuilder AddAnalyses(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AnalysisOptions, AnalysisOptionsValidator>(AnalysisOptions.Section);
        builder.AddSettings<StoreOptions, StoreOptionsValidator>(StoreOptions.Section);
        builder.Services.AddSingleton<StoreMeter>();
        builder.Services.AddSingleton<IStartsAtZero>(services => services.GetRequiredService<StoreMeter>());
        builder.Services.AddSingleton(Database);
        builder.Services.AddSingleton<AnalysisSignals>();
        builder.Services.AddSingleton<AnalysisReads>();
        builder.Services.AddSingleton<NoticeWrites>();
        builder.Services.AddSingleton<StandingVetoes>();
        builder.Services.AddSingleton<AnalysisWrites>();
        builder.Services.AddSingleton<AnalysisStarts>();
        builder.Services.AddSingleton<AnalysisDesk>();
        builder.Services.AddHostedService<StoreStart>();
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: ["ready"]);
        AddTicks(builder.Services);
        return builder;
    }

    private static void AddTicks(IServiceCollection services)
    {
        services.AddSingleton<AnalysisMeter>();
        services.AddSingleton<LiveEvidence>();
        services.AddSingleton<IStartsAtZero>(provider => provider.GetRequiredService<AnalysisMeter>());
        services.AddSingleton<IStartsAtZero>(provider => provider.GetRequiredService<LiveEvidence>());
        services.AddSingleton<TickMeters>();
        services.AddSingleton<TickWrites>();
        services.AddSingleton<QuestionDesk>();
        services.AddSingleton(provider => new RunMemory(provider.GetRequiredService<IOptions<AnalysisOptions>>().Value.MemoryMegabytes * 1024L * 1024));
        services.AddSingleton<TickRun>();
        services.AddHostedService<TickScheduler>();
        services.AddHostedService<StoreKeeping>();
        services.AddHostedService<StoreCensus>();
        services.AddHostedService<StoreListener>();
        // The host waits a little longer than the ticks under way may take.
        services.AddOptions<HostOptions>().Configure<IOptions<AnalysisOptions>>((host, analyses) => host.ShutdownTimeout = analyses.Value.Grace + TimeSpan.FromSeconds(10));
    }

    private static StoreDatabase Database(IServiceProvider services)
    {
        StoreOptions options = services.GetRequiredService<IOptions<StoreOptions>>().Value;
        StoreMeter meter = services.GetRequiredService<StoreMeter>();
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        Func<DbDataSource, DbDataSource> observe = services.GetService<IConnectionObserver>() is { } observer ? observer.Observe : source => source;
        return options.Postgres.Length > 0
            ? new PostgresDatabase(options.Postgres, options.PostgresPasswordFile, meter, clock, observe)
            : new SqliteDatabase(options.File, meter, clock, observe);
    }
}
