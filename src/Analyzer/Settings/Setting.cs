using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Settings;

/// <summary>Reads and checks one section of the settings, and words what is wrong with it.</summary>
internal static class Setting
{
    /// <summary>Prefix of the environment variables that are settings; two underscores stand for a colon.</summary>
    public const string EnvironmentPrefix = "CANARYJUDGE_";

    /// <summary>Binds a section to its options, refuses keys it does not know, and checks the options when the service starts.</summary>
    public static void AddSettings<TOptions, TValidator>(this WebApplicationBuilder builder, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        builder.Services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        builder.Services.AddOptions<TOptions>().Configure<IConfiguration>((options, settings) => Bind(options, settings, section)).ValidateOnStart();
    }

    private static void Bind<TOptions>(TOptions options, IConfiguration settings, string section)
    {
        try
        {
            settings.GetSection(section).Bind(options, strict => strict.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException unbound)
        {
            // The innermost one names the key: "...not found on the instance of Type: 'Key'", or "...value 'x' at 'Section:Key'...".
            string words = unbound.GetBaseException().Message;
            int unknown = words.LastIndexOf("instance of ", StringComparison.Ordinal);
            string key = words[(words.LastIndexOf(':') + 1)..].Trim();
            throw new SettingsException([unknown < 0 ? $"{section}: {words}" : $"The section {section} has no key {key} there. The keys are in docs/service.md."]);
        }
    }

    /// <summary>One sentence: the key, what was found, what to write, and the environment variable that sets it.</summary>
    public static string Fault(string key, object? value, string remedy) =>
        $"{key} is '{value}': {remedy} (environment variable {EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()})";

    /// <summary>The outcome of a check.</summary>
    public static ValidateOptionsResult ToResult(this IReadOnlyCollection<string> faults) =>
        faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
}
