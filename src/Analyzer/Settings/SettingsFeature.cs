using System.Text.RegularExpressions;

namespace CanaryJudge.Analyzer.Settings;

/// <summary>Where settings come from: appsettings.json beside the program, then CANARYJUDGE_ variables, then the command line.</summary>
internal static partial class SettingsFeature
{
    private static readonly string[] Sections = ["Listen", "SignIn", "Limits", "Policies", "Sources", "Rollouts", "Kubernetes", "Hooks", "Analyses", "Store", "Log", "Telemetry"];

    // Variables of the command `canaryjudge`, which may be set on the same machine.
    private static readonly string[] Foreign = ["SERVER", "TOKEN_FILE", "CA_FILE", "CERT_FILE", "KEY_FILE"];

    // Kubernetes gives every pod variables such as CANARYJUDGE_PORT_8080_TCP for a Service that is called canaryjudge.
    [GeneratedRegex("^(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ServiceLink();

    private static bool IsServiceLink(IConfigurationSection variable) => ServiceLink().IsMatch(variable.Key) && (variable.Key != "PORT" || variable.Value?.Contains("://", StringComparison.Ordinal) == true);

    /// <summary>Adds the sources of settings. A variable with the prefix, or an argument, that names no section is refused: a misspelt one would be silent.</summary>
    /// <exception cref="SettingsException">A variable or an argument names no section.</exception>
    public static WebApplicationBuilder AddSettings(this WebApplicationBuilder builder, string[] args)
    {
        builder.Configuration.AddEnvironmentVariables(Setting.EnvironmentPrefix);
        builder.Configuration.AddCommandLine(args);

        List<string> faults = [];
        Check(new ConfigurationBuilder().AddEnvironmentVariables(Setting.EnvironmentPrefix), IsServiceLink, $"The environment variable {Setting.EnvironmentPrefix}", $"{Setting.EnvironmentPrefix}LISTEN__GRPCPORT=8080", faults);
        Check(new ConfigurationBuilder().AddCommandLine(args), _ => false, "The argument --", "--Listen:GrpcPort=8080", faults);
        return faults.Count == 0 ? builder : throw new SettingsException(faults);
    }

    private static void Check(IConfigurationBuilder settings, Predicate<IConfigurationSection> isForeign, string kind, string example, List<string> faults)
    {
        IEnumerable<IConfigurationSection> given = settings.Build().GetChildren().Where(child => !isForeign(child));
        foreach (string unknown in given.Select(child => child.Key).Except([.. Sections, .. Foreign], StringComparer.OrdinalIgnoreCase))
        {
            faults.Add($"{kind}{unknown} sets nothing: the sections are {string.Join(", ", Sections)}, as in {example}.");
        }
    }
}
