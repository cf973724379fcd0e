using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Before a certificate is checked: when the file of authorities has changed, the options that were made of the old one are dropped.</summary>
internal sealed class AuthorityRefresh(RequestDelegate next, CertificateSignIn certificates, IOptionsMonitorCache<CertificateAuthenticationOptions> made)
{
    private X509Certificate2Collection? _used = certificates.Authorities;

    /// <summary>The step in the request pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        X509Certificate2Collection? now = certificates.Authorities;
        if (!ReferenceEquals(now, Interlocked.Exchange(ref _used, now))) made.TryRemove(CertificateAuthenticationDefaults.AuthenticationScheme);
        return next(context);
    }
}
