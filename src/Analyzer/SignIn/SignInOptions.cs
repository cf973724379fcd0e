namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Who may call. Section SignIn. When neither tokens nor certificates are set up, nobody signs in, and the service listens to this machine only.</summary>
internal sealed class SignInOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "SignIn";

    /// <summary>Bearer tokens.</summary>
    public TokenOptions Token { get; set; } = new();

    /// <summary>Client certificates.</summary>
    public CertificateOptions Certificate { get; set; } = new();

    /// <summary>
    /// True: the service listens to other machines although nobody signs in, because something else (a mesh, a gateway, a network policy) keeps everybody out who must not
    /// call. Whoever reaches the port may then decide rollouts, under any name. Default: false.
    /// </summary>
    public bool DangerouslyTrustNetwork { get; set; }

    /// <summary>True when callers must sign in.</summary>
    public bool IsOn() => Token.IsOn() || Certificate.IsOn();
}
