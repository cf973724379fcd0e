using System.Security.Cryptography;
using CanaryJudge.Analyzer.Listening;
using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Checks who may call, and that no port is open to other machines by mistake.</summary>
internal sealed class SignInOptionsValidator(IOptions<ListenOptions> listen) : IValidateOptions<SignInOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        List<string> faults = [];
        if (options.Token.IsOn()) CheckToken(options.Token, faults);
        if (options.Certificate.IsOn()) CheckFile("SignIn:Certificate:AuthorityFile", options.Certificate.AuthorityFile, content => CertificateSignIn.ReadAuthorities(content), faults);
        if (options.IsOn() && options.DangerouslyTrustNetwork) faults.Add(Setting.Fault("SignIn:DangerouslyTrustNetwork", true, "leave it out: callers sign in"));
        if (Listening() is { } open) CheckPorts(options, open, faults);
        return faults.ToResult();
    }

    private static void CheckToken(TokenOptions token, List<string> faults)
    {
        if (token.Authority.Length > 0 && token.KeysFile.Length > 0) faults.Add(Setting.Fault("SignIn:Token:KeysFile", token.KeysFile, "leave it out, or SignIn:Token:Authority: keys come from one place"));
        if (token.Authority.Length > 0 && !IsIssuer(token.Authority)) faults.Add(Setting.Fault("SignIn:Token:Authority", "(an address)", "write an address with https; http is for this machine only"));
        if (token.KeysFile.Length > 0)
        {
            CheckFile("SignIn:Token:KeysFile", token.KeysFile, content => KeySet.Read(content), faults);
            if (token.Issuer.Length == 0) faults.Add(Setting.Fault("SignIn:Token:Issuer", "", "write the claim iss of the tokens"));
        }

        Required("Audience", token.Audience, "the claim aud of the tokens, a name of this service");
        Required("NameClaim", token.NameClaim, "the claim that names the caller, such as sub");
        Required("RolesClaim", token.RolesClaim, "the claim with the caller's roles, such as roles");

        void Required(string key, string value, string remedy)
        {
            if (value.Length == 0) faults.Add(Setting.Fault("SignIn:Token:" + key, value, "write " + remedy));
        }
    }

    private static void CheckPorts(SignInOptions options, ListenOptions open, List<string> faults)
    {
        if (!open.IsLocal() && !options.IsOn() && !options.DangerouslyTrustNetwork)
        {
            faults.Add(Setting.Fault(
                "Listen:Address", open.Address, "it is open to other machines, but nobody signs in: set SignIn:Token:Authority, SignIn:Token:KeysFile or SignIn:Certificate:AuthorityFile, or listen on 127.0.0.1 (docs/service.md, Sign-in)"));
        }

        if (options.Certificate.IsOn() && !open.IsEncrypted()) faults.Add(Setting.Fault("Listen:CertificateFile", "", "write the service's certificate: client certificates (SignIn:Certificate:AuthorityFile) need TLS"));
    }

    private static void CheckFile(string key, string path, Action<byte[]> read, List<string> faults)
    {
        try
        {
            read(File.ReadAllBytes(path));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or ArgumentException)
        {
            faults.Add(Setting.Fault(key, path, $"it cannot be used: {cause.Message}"));
        }
    }

    private static bool IsIssuer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    // Null when the section Listen is wrong itself, which is told there.
    private ListenOptions? Listening()
    {
        try
        {
            return listen.Value;
        }
        catch (Exception wrong) when (wrong is OptionsValidationException or SettingsException or InvalidOperationException)
        {
            return null;
        }
    }
}
