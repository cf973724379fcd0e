using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Sources;

/// <summary>The metric sources that calls can ask.</summary>
internal static class SourcesFeature
{
    /// <summary>Adds them as section Sources says.</summary>
    public static WebApplicationBuilder AddMetricSources(this WebApplicationBuilder builder)
    {
        builder.AddSettings<SourceOptions, SourceOptionsValidator>(SourceOptions.Section);
        builder.Services.AddSingleton<SourceMeter>();
        builder.Services.AddSingleton<IStartsAtZero>(services => services.GetRequiredService<SourceMeter>());
        builder.Services.AddSingleton(services => new SourceCatalog(
            services.GetRequiredService<IOptions<SourceOptions>>().Value, services.GetRequiredService<SourceMeter>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<ScrapeRounds>();
        return builder;
    }
}
