using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Settings;

/// <summary>Starts the service and says in plain words when it cannot start.</summary>
internal static class ServiceStart
{
    /// <summary>Exit code when the settings, the policies or the ports do not let it start.</summary>
    public const int CannotStart = 2;

    /// <summary>Runs until the service is told to stop.</summary>
    /// <returns>0 after an orderly stop, else <see cref="CannotStart"/>; the reasons are on standard error.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using WebApplication app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception cause) when (Reasons(cause) is { } reasons)
        {
            await Console.Error.WriteLineAsync("CanaryJudge cannot start:");
            foreach (string reason in reasons) await Console.Error.WriteLineAsync("  " + reason);
            return CannotStart;
        }
    }

    // Null for anything else than a fault of the settings: a defect keeps its stack trace.
    private static IEnumerable<string>? Reasons(Exception cause) => cause switch
    {
        SettingsException settings => settings.Message.Split(Environment.NewLine),
        OptionsValidationException options => options.Failures,
        AggregateException several when several.InnerExceptions.All(e => Reasons(e) is not null) => several.InnerExceptions.SelectMany(e => Reasons(e)!),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken => [taken.Message],
        _ => null,
    };
}
