using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Settings;

/// <summary>Reads and checks one section of the settings, and words what is wrong with it.</summary>
internal static class Setting
{
    /// <summary>Prefix of the environment variables that are settings; two underscores stand for a colon.</summary>
    public const string EnvironmentPrefix = "CANARYJUDGE_";

    /// <summary>Binds a section to its options, refuses keys it does not know, and checks the options when the service starts.</summary>
    public static void AddSettings<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this WebApplicationBuilder builder, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        builder.Services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        builder.Services.AddOptions<TOptions>().Configure<IConfiguration>((options, settings) => Bind(options, settings, section)).ValidateOnStart();
    }

    /// <summary>A section as far as it is needed to make the service; keys that are not known are told when it starts.</summary>
    public static TOptions Read<TOptions>(IConfiguration settings, string section)
        where TOptions : class, new()
    {
        TOptions options = new();
        Bind(options, settings, section, isStrict: false);
        return options;
    }

    private static void Bind(object options, IConfiguration settings, string section, bool isStrict = true)
    {
        if (SettingsBinder.Bind(settings.GetSection(section), options, isStrict) is not { } fault) return;
        throw new SettingsException([fault.UnknownKey is null ? $"{section}: {fault.Words}" : $"The section {section} has no key {fault.UnknownKey} there. The keys are in docs/service.md."]);
    }

    /// <summary>One sentence: the key, what was found, what to write, and the environment variable that sets it.</summary>
    public static string Fault(string key, object? value, string remedy) =>
        $"{key} is '{value}': {remedy} (environment variable {EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()})";

    /// <summary>The outcome of a check.</summary>
    public static ValidateOptionsResult ToResult(this IReadOnlyCollection<string> faults) =>
        faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
}
