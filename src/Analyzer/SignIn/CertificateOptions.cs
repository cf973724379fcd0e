namespace CanaryJudge.Analyzer.SignIn;

/// <summary>
/// Sign-in by a client certificate. The caller's name is the certificate's URI (a SPIFFE identity, for example) or else its common name. Revocation is not asked for: let
/// certificates be short-lived.
/// </summary>
internal sealed class CertificateOptions
{
    /// <summary>PEM file with the authorities that client certificates must come from. Read again when it changes. Empty: none. Default: empty.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>Names that have the role read, separated by commas; * is every certificate of the authorities. Default: *.</summary>
    public string Read { get; set; } = CallerGrants.Everybody;

    /// <summary>Names that have the role judge, which includes read. Default: empty.</summary>
    public string Judge { get; set; } = "";

    /// <summary>Names that have the role act, which includes judge. Default: empty.</summary>
    public string Act { get; set; } = "";

    /// <summary>True when certificates are set up.</summary>
    public bool IsOn() => AuthorityFile.Length > 0;
}
