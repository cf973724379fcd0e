using System.CommandLine;
using System.CommandLine.Parsing;
using CanaryJudge.Cli.Frame;

namespace CanaryJudge.Cli.Analyses;

/// <summary>The options that say where the service is and how to sign in. What is not given is taken from the environment.</summary>
internal sealed class ServerOptions
{
    private const string Local = "http://localhost:8080";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Session _session;
    private readonly Option<string?> _address = new("--server") { Description = $"The service's gRPC port; CANARYJUDGE_SERVER, or else {Local}.", HelpName = "URL" };
    private readonly Option<string?> _tokenFile = FileOption("--token-file", "File with a bearer token; CANARYJUDGE_TOKEN_FILE.");
    private readonly Option<string?> _caFile = FileOption("--ca-file", "PEM authorities that the service's certificate must come from; CANARYJUDGE_CA_FILE.");
    private readonly Option<string?> _certFile = FileOption("--cert-file", "PEM client certificate; CANARYJUDGE_CERT_FILE.");
    private readonly Option<string?> _keyFile = FileOption("--key-file", "PEM key of the client certificate; CANARYJUDGE_KEY_FILE.");
    private readonly Option<TimeSpan?> _timeout = TimeOptions.Length("--timeout", "Time one call may take; 30s when not given.", "30s");

    private readonly InsecureTokenOption _insecure;

    /// <summary>Options of one command.</summary>
    public ServerOptions(Session session) => (_session, _insecure) = (session, new InsecureTokenOption(session.Environment));

    /// <summary>Adds every option, and the rules between them, to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_address, _tokenFile, _caFile, _certFile, _keyFile, _timeout]) command.Options.Add(option);
        _insecure.AddTo(command);
        command.Validators.Add(Check);
    }

    /// <summary>What was asked for.</summary>
    public ServerInputs Read(ParseResult parsed) => new(
        Parse(Value(parsed.CommandResult, _address, "CANARYJUDGE_SERVER") ?? Local)!,
        Value(parsed.CommandResult, _tokenFile, "CANARYJUDGE_TOKEN_FILE"),
        Value(parsed.CommandResult, _caFile, "CANARYJUDGE_CA_FILE"),
        Value(parsed.CommandResult, _certFile, "CANARYJUDGE_CERT_FILE"),
        Value(parsed.CommandResult, _keyFile, "CANARYJUDGE_KEY_FILE"),
        parsed.GetValue(_timeout) ?? DefaultTimeout);

    private static Option<string?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Uri? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0) return null;
        return address.Scheme switch
        {
            "http" or "https" => address.AbsolutePath == "/" && address.Host.Length > 0 ? address : null,
            "unix" => address.Host.Length == 0 && address.AbsolutePath.Length > 1 ? address : null,
            _ => null,
        };
    }

    private string? Value(CommandResult result, Option<string?> option, string variable)
    {
        string? value = result.GetValue(option) ?? _session.Environment(variable);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private void Check(CommandResult result)
    {
        // The text is not shown again: it may hold a password, and errors end up in logs.
        if (Parse(Value(result, _address, "CANARYJUDGE_SERVER") ?? Local) is { } address) _insecure.Check(result, address, Value(result, _tokenFile, "CANARYJUDGE_TOKEN_FILE") is null ? null : "--token-file");
        else result.AddError("--server: it is not the address of a service. Write https://judge:8080, http://localhost:8080 or unix:///run/canaryjudge.sock.");
        bool hasCert = Value(result, _certFile, "CANARYJUDGE_CERT_FILE") is not null;
        bool hasKey = Value(result, _keyFile, "CANARYJUDGE_KEY_FILE") is not null;
        if (hasCert != hasKey) result.AddError($"{(hasCert ? "--cert-file" : "--key-file")} needs {(hasCert ? "--key-file" : "--cert-file")} too.");
    }
}
