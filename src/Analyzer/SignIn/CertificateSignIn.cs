using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Settings;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Sets client certificates up: which authorities they must come from, and what they say about the caller.</summary>
internal sealed class CertificateSignIn : IConfigureNamedOptions<CertificateAuthenticationOptions>
{
    private const string CommonName = "2.5.4.3";

    private readonly CertificateOptions _options;
    private readonly RereadFiles<X509Certificate2Collection>? _authorities;

    /// <summary>Reads the authorities for the first time.</summary>
    public CertificateSignIn(IOptions<SignInOptions> options, TimeProvider clock, ILogger<CertificateSignIn> logger)
    {
        _options = options.Value.Certificate;
        if (_options.IsOn()) _authorities = new([_options.AuthorityFile], content => ReadAuthorities(content[0]), clock, logger);
    }

    /// <summary>The authorities as they are now; null when certificates are not set up.</summary>
    public X509Certificate2Collection? Authorities => _authorities?.Current;

    /// <summary>Reads authorities from PEM.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static X509Certificate2Collection ReadAuthorities(byte[] pem)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(System.Text.Encoding.UTF8.GetString(pem));
        return authorities.Count > 0 ? authorities : throw new InvalidDataException("There is no certificate.");
    }

    /// <inheritdoc/>
    public void Configure(string? name, CertificateAuthenticationOptions certificates)
    {
        CallerGrants grants = new(_options.Read, _options.Judge, _options.Act);
        certificates.ChainTrustValidationMode = X509ChainTrustMode.CustomRootTrust;
        certificates.CustomTrustStore = Authorities ?? [];
        certificates.RevocationMode = X509RevocationMode.NoCheck;
        certificates.Events = new CertificateAuthenticationEvents
        {
            OnCertificateValidated = validated =>
            {
                string caller = NameOf(validated.ClientCertificate);
                if (TextRule.Check("name", caller, TextRule.Name).Any()) validated.Fail(new SignInException("The certificate has neither a URI nor a common name of 1 to 200 characters."));
                else validated.Principal = CallerIdentity.Create(caller, grants.RolesOf([caller]), validated.Scheme.Name);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = failed =>
            {
                failed.Fail(failed.Exception);
                return Task.CompletedTask;
            },
        };
    }

    /// <inheritdoc/>
    public void Configure(CertificateAuthenticationOptions options) => Configure(Options.DefaultName, options);

    private static string NameOf(X509Certificate2 certificate)
    {
        string uri = certificate.GetNameInfo(X509NameType.UrlName, forIssuer: false);
        if (uri.Length > 0) return uri;
        try
        {
            return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
                .Select(part => part.GetSingleElementValue()).FirstOrDefault(value => value is not null) ?? "";
        }
        catch (CryptographicException)
        {
            return "";
        }
    }
}
