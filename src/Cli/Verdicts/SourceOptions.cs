using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Cli.Verdicts;

/// <summary>The options that say where the Prometheus is and how it is reached. Secrets come from files only: a command line is seen by everyone on the machine.</summary>
internal sealed class SourceOptions
{
    // How the source's own names of its options are spelt on the command line.
    private static readonly Dictionary<string, string> Spellings = new()
    {
        ["address"] = "--prometheus",
        ["username"] = "--basic-user",
        ["passwordFile"] = "--basic-password-file",
        ["bearerTokenFile"] = "--token-file",
        ["clientCertificateFile"] = "--cert-file",
        ["clientKeyFile"] = "--key-file",
        ["caFile"] = "--ca-file",
        ["tenant"] = "--tenant",
        ["timeout"] = "--timeout",
    };

    private readonly Option<Uri?> _address = new("--prometheus")
    {
        Description = "Where the API is: http or https, with any path before /api/v1.",
        HelpName = "URL",
        CustomParser = ParseAddress,
    };

    private readonly Option<string?> _tokenFile = FileOption("--token-file", "File with a bearer token, read anew for each request.");
    private readonly Option<string[]> _headers = new("--header") { Description = "A further header; may be given several times.", HelpName = "K: V" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Tenant, sent as X-Scope-OrgID.", HelpName = "NAME" };
    private readonly Option<string?> _basicUser = new("--basic-user") { Description = "User for basic authentication.", HelpName = "NAME" };
    private readonly Option<string?> _basicPasswordFile = FileOption("--basic-password-file", "File with that user's password.");
    private readonly Option<string?> _caFile = FileOption("--ca-file", "PEM authorities that the server's certificate must come from.");
    private readonly Option<string?> _certFile = FileOption("--cert-file", "PEM client certificate.");
    private readonly Option<string?> _keyFile = FileOption("--key-file", "PEM key of the client certificate.");
    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "Time one attempt may take, 1s to 10m; 30s when not given.",
        HelpName = "30s",
        CustomParser = ParseTimeout,
    };

    private readonly InsecureTokenOption _insecure;

    /// <summary>The options.</summary>
    /// <param name="session">What the command stands on.</param>
    /// <param name="isRequired">False where the numbers may come from elsewhere.</param>
    public SourceOptions(Session session, bool isRequired = true)
    {
        _address.Required = isRequired;
        _insecure = new InsecureTokenOption(session.Environment);
    }

    /// <summary>True when a Prometheus was named.</summary>
    public bool IsGiven(ParseResult parsed) => IsGiven(parsed.CommandResult);

    /// <summary>The same while the command line is still being checked; true too when its address is wrong.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_address) is not null;

    /// <summary>Adds every option, and the rules between them, to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_address, _tokenFile, _headers, _tenant, _basicUser, _basicPasswordFile, _caFile, _certFile, _keyFile, _timeout])
            command.Options.Add(option);
        _insecure.AddTo(command);
        command.Validators.Add(Check);
    }

    /// <summary>What was asked for.</summary>
    public PrometheusOptions Read(ParseResult parsed) => Read(parsed.CommandResult);

    private static Option<string?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Uri? ParseAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address)) return address;
        // The text is not shown again: it may hold a password, and errors end up in logs.
        result.AddError("--prometheus: it is not an address. Write http://prometheus:9090 or https://metrics.example/prometheus.");
        return null;
    }

    private static TimeSpan? ParseTimeout(ArgumentResult result)
    {
        if (DurationText.TryParse(result.Tokens[0].Value, out TimeSpan timeout)) return timeout;
        result.AddError($"--timeout: '{result.Tokens[0].Value}' is no length of time. Write 30s or 2m.");
        return null;
    }

    private PrometheusOptions Read(CommandResult result)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in (result.GetValue(_headers) ?? []).Select(Split)) headers[name] = value;
        var options = new PrometheusOptions
        {
            Address = result.GetValue(_address)!,
            BearerTokenFile = result.GetValue(_tokenFile),
            Headers = headers,
            Tenant = result.GetValue(_tenant),
            Username = result.GetValue(_basicUser),
            PasswordFile = result.GetValue(_basicPasswordFile),
            CaFile = result.GetValue(_caFile),
            ClientCertificateFile = result.GetValue(_certFile),
            ClientKeyFile = result.GetValue(_keyFile),
        };
        return result.GetValue(_timeout) is { } timeout ? options with { Timeout = timeout } : options;
    }

    // What the source itself would refuse is wrong usage here, and all of it is told at once.
    private void Check(CommandResult result)
    {
        (string Name, string Value)[] headers = [.. (result.GetValue(_headers) ?? []).Select(Split)];
        foreach ((string name, string value) in headers.Where(h => h.Name.Length == 0 || h.Value.Length == 0))
            result.AddError($"--header: '{Printable.OneLine(name)}' is not a name and a value. Write 'Name: value'.");
        foreach (IGrouping<string, (string Name, string Value)> same in headers.GroupBy(h => h.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            result.AddError($"--header: '{Printable.OneLine(same.Key)}' is given twice.");
        if (!result.TryGet(_address, out Uri? address) || address is null || !result.TryGet(_timeout, out _)) return;
        _insecure.Check(result, address, Secret(result, headers));
        foreach (Violation violation in PrometheusOptionsValidator.Validate(Read(result)))
            result.AddError($"{Spellings.GetValueOrDefault(violation.Path, "--header")}: {violation.Message}; {Spelt(violation.Remedy)}.");
    }

    private string? Secret(CommandResult result, (string Name, string Value)[] headers) =>
        result.GetValue(_tokenFile) is not null ? "--token-file"
        : result.GetValue(_basicPasswordFile) is not null ? "--basic-password-file"
        : headers.Any(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) ? "--header" : null;

    private static string Spelt(string remedy) => Spellings.OrderByDescending(s => s.Key.Length).Aggregate(
        remedy, (text, spelling) => Regex.Replace(text, $@"\b{spelling.Key}\b", spelling.Value, RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static (string Name, string Value) Split(string header)
    {
        int colon = header.IndexOf(':', StringComparison.Ordinal);
        // Without a colon the whole text may be a secret: it is not taken for a name that is shown.
        return colon < 0 ? ("", "") : (header[..colon].Trim(), header[(colon + 1)..].Trim());
    }
}
