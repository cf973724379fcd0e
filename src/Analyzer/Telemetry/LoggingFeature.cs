using CanaryJudge.Analyzer.Health;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Compact;

namespace CanaryJudge.Analyzer.Telemetry;

/// <summary>Logs: compact JSON for machines, lines for people in a terminal, the trace id on both. Never a request's content, a header or a token.</summary>
internal static class LoggingFeature
{
    private const string TextTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {TraceId}{NewLine}{Exception}";

    /// <summary>Adds them as section Log says.</summary>
    public static WebApplicationBuilder AddLogs(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LogOptions, LogOptionsValidator>(LogOptions.Section);
        bool isDevelopment = builder.Environment.IsDevelopment();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILogEventSink>(services => Output(services.GetRequiredService<IOptions<LogOptions>>().Value, isDevelopment));
        builder.Services.AddSerilog(
            (services, logs) => Configure(logs.ReadFrom.Services(services), services.GetRequiredService<IOptions<LogOptions>>().Value),
            preserveStaticLogger: true);
        // Frameworks ask for a logger of the same name at every call, and this library makes a new one each time.
        ServiceDescriptor made = builder.Services.Last(service => service.ServiceType == typeof(ILoggerFactory));
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new KeptLoggers((ILoggerFactory)made.ImplementationFactory!(services))));
        return builder;
    }

    private static void Configure(LoggerConfiguration logs, LogOptions options)
    {
        logs.MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.Level, ignoreCase: true));
        // What frameworks say about every call is in the traces.
        foreach (string framework in new[] { "Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.Hosting", "Grpc", "System", "Polly" }) logs.MinimumLevel.Override(framework, LogEventLevel.Warning);
        // Why the service cannot start is said once, in words, on standard error.
        logs.MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal);
        // Probes that come while the service starts or stops are told that it is not ready: no error. By what was found, as the state may be another when it is said.
        logs.Filter.ByExcluding(Matching.WithProperty<string>("HealthCheckDescription", found => found.StartsWith(HealthFeature.NoFault, StringComparison.Ordinal)));
        logs.Enrich.FromLogContext();
    }

    private static Logger Output(LogOptions options, bool isDevelopment)
    {
        bool isText = options.Format.ToUpperInvariant() switch
        {
            "TEXT" => true,
            "JSON" => false,
            _ => isDevelopment || !Console.IsOutputRedirected,
        };
        LoggerConfiguration output = new LoggerConfiguration().MinimumLevel.Verbose();
        return (isText ? output.WriteTo.Console(outputTemplate: TextTemplate) : output.WriteTo.Sink(new LogLines(new RenderedCompactJsonFormatter(), Console.OpenStandardOutput()))).CreateLogger();
    }
}
