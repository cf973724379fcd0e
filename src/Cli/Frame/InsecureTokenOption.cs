using System.CommandLine;
using System.CommandLine.Parsing;

namespace CanaryJudge.Cli.Frame;

/// <summary>The rule that a secret leaves the machine by TLS only, and the option that lifts it where something else protects the way.</summary>
internal sealed class InsecureTokenOption
{
    /// <summary>The variable that lifts it for every command.</summary>
    public const string Variable = "CANARYJUDGE_INSECURE_TOKEN";

    private readonly Option<bool> _option = new("--insecure-token");
    private readonly Func<string, string?> _environment;

    /// <summary>An option of one command.</summary>
    /// <param name="environment">The environment.</param>
    public InsecureTokenOption(Func<string, string?> environment)
    {
        _environment = environment;
        _option.Description = $"Send secrets to another machine without TLS, as behind a mesh; {Variable}=true.";
    }

    /// <summary>Adds it to the command.</summary>
    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Adds an error when a secret would be sent for everyone on the way to read.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="address">Where it would be sent.</param>
    /// <param name="secret">The option that names the secret's file; null when there is none.</param>
    public void Check(CommandResult result, Uri address, string? secret)
    {
        string? variable = _environment(Variable);
        if (variable is not (null or "" or "true" or "false")) result.AddError($"{Variable}: it is '{variable}'. Write true, or leave it out.");
        if (secret is null || address.Scheme != Uri.UriSchemeHttp || address.IsLoopback || result.GetValue(_option) || variable == "true") return;
        result.AddError($"{secret}: {address.GetLeftPart(UriPartial.Authority)} is another machine and http hides nothing from those on the way. Write https://, or --insecure-token where something else protects the connection, such as a mesh.");
    }
}
