namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Sign-in by a bearer token (JWT), whose keys come from an OpenID Connect issuer or from a file.</summary>
internal sealed class TokenOptions
{
    /// <summary>Address of the OpenID Connect issuer, https (http on this machine only); its keys are fetched and refreshed. Empty: none. Default: empty.</summary>
    public string Authority { get; set; } = "";

    /// <summary>File with the public keys that tokens may be signed with: a JSON Web Key Set, or PEM. Read again when it changes. Empty: none. Default: empty.</summary>
    public string KeysFile { get; set; } = "";

    /// <summary>The claim iss that tokens must have. Required with a keys file; with an authority it is the one that the issuer states. Default: empty.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The claim aud that tokens must have: a token made for another service is no token for this one. Default: canaryjudge.</summary>
    public string Audience { get; set; } = "canaryjudge";

    /// <summary>The claim that names the caller in the record, 1 to 200 characters long. Default: sub.</summary>
    public string NameClaim { get; set; } = "sub";

    /// <summary>The claim that holds the caller's roles or groups. Default: roles.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>Values of that claim that give the role read, separated by commas. Default: read.</summary>
    public string Read { get; set; } = CallerRole.Read;

    /// <summary>Values of that claim that give the role judge, which includes read. Default: judge.</summary>
    public string Judge { get; set; } = CallerRole.Judge;

    /// <summary>Values of that claim that give the role act, which includes judge. Default: act.</summary>
    public string Act { get; set; } = CallerRole.Act;

    /// <summary>True when tokens are set up.</summary>
    public bool IsOn() => Authority.Length > 0 || KeysFile.Length > 0;
}
