namespace CanaryJudge.Analyzer.Hooks.Inbound;

/// <summary>How one system that tells the service something is let in, and which targets it speaks of. Sections Hooks:Alertmanager and Hooks:Flux.</summary>
internal sealed class InboundOptions
{
    /// <summary>
    /// File with its secret, at least 16 characters; read again when it changes. Alertmanager sends it (bearer token, or password of basic authentication); Flux signs with it (one line, or two while
    /// it changes over). Default: empty, and then Hooks:SecretFile, or sign-in as every caller's.
    /// </summary>
    public string SecretFile { get; set; } = "";

    /// <summary>Targets of what carries no canaryjudge_target of its own, by names of your choice. Default: none.</summary>
    public Dictionary<string, MatchOptions> Matches { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
