using System.CommandLine;

namespace CanaryJudge.Cli.Analyses;

/// <summary>The option that names who does it, for a service where callers do not sign in.</summary>
internal static class ByOption
{
    /// <summary>One option.</summary>
    public static Option<string?> Create() => new("--by")
    {
        Description = "Who does it, where the service does not know by the sign-in; your user name when not given.",
        HelpName = "NAME",
    };

    /// <summary>The name to send: none where the call itself says who it is.</summary>
    public static string Read(ParseResult parsed, Option<string?> option, ServerInputs server) =>
        parsed.GetValue(option) ?? (server.SignsIn ? "" : Environment.UserName);
}
