using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Analyzer.Health;
using CanaryJudge.Analyzer.Hooks;
using CanaryJudge.Analyzer.Listening;
using CanaryJudge.Analyzer.Policies;
using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Rollouts.Kubernetes;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.SignIn;
using CanaryJudge.Analyzer.Sources;
using CanaryJudge.Analyzer.Telemetry;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer;

/// <summary>The service: an inventory of its features.</summary>
internal static class Program
{
    /// <summary>Builds the service, not yet started.</summary>
    /// <param name="args">Settings as --Section:Key=value; they win over environment variables.</param>
    /// <param name="adjust">Changes the tests make before it is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder
            .AddSettings(args)
            .AddLogs()
            .AddTelemetry()
            .AddListening()
            .AddSignIn()
            .AddHealth()
            .AddPolicies()
            .AddMetricSources()
            .AddRollouts()
            .AddKubernetes()
            .AddAnalyses()
            .AddHooks()
            .AddGrpcApi();
        adjust?.Invoke(builder);

        WebApplication app = builder.Build();
        // All together, before anything is made of some of them.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        return app
            .MapMetricsPage()
            .MapGrpcApi()
            .MapHooks()
            .MapHealth();
    }

    private static async Task<int> Main(string[] args) => await ServiceStart.RunAsync(() => Build(args));
}
