namespace CanaryJudge.Cli.Analyses;

/// <summary>Where the service is, and how a command signs in.</summary>
/// <param name="Address">http or https with host and port, or unix with the path of a socket.</param>
/// <param name="TokenFile">File with a bearer token, read anew for each call; null for none.</param>
/// <param name="CaFile">PEM authorities that the service's certificate must come from; null for the machine's.</param>
/// <param name="CertFile">PEM client certificate; null for none.</param>
/// <param name="KeyFile">PEM key of the client certificate; null for none.</param>
/// <param name="Timeout">Time that one call may take; a watch takes as long as it takes.</param>
internal sealed record ServerInputs(Uri Address, string? TokenFile, string? CaFile, string? CertFile, string? KeyFile, TimeSpan Timeout)
{
    /// <summary>True when the service knows the caller by the call itself.</summary>
    public bool SignsIn => TokenFile is not null || CertFile is not null;
}
