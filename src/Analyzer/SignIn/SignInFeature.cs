using CanaryJudge.Analyzer.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Who calls, by bearer token or client certificate, and what they may do. An endpoint that says nothing needs the highest role.</summary>
internal static class SignInFeature
{
    private const string Caller = "caller";

    /// <summary>Adds it as section SignIn says.</summary>
    public static WebApplicationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        builder.AddSettings<SignInOptions, SignInOptionsValidator>(SignInOptions.Section);
        SignInOptions signIn = Setting.Read<SignInOptions>(builder.Configuration, SignInOptions.Section);
        // Where nobody signs in, no call asks who it is.
        if (signIn.IsOn()) AddSchemes(builder.Services);
        builder.Services.AddSingleton<IPolicyEvaluator, PolicyEvaluator>(); // it keeps nothing; made anew for every call with all that it needs, by reflection, it is a twentieth of a small call
        AuthorizationBuilder roles = builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(Needs(CallerRole.Act));
        foreach (string role in CallerRole.All) roles.AddPolicy(role, Needs(role));
        builder.Services.AddSingleton<IAuthorizationHandler, RoleRequirement.Check>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, Denial>();
        builder.Services.AddHostedService<SignInStart>();
        return builder;
    }

    /// <summary>Finds out who calls, where callers sign in; after routing, before the limits.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        return app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.IsOn() ? AskWho(app) : app;
    }

    // Apart, so that what signs in is only loaded where somebody does.
    private static WebApplication AskWho(WebApplication app)
    {
        app.UseMiddleware<AuthorityRefresh>();
        app.UseAuthentication();
        return app;
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication(Caller).AddPolicyScheme(Caller, displayName: null, _ => { }).AddJwtBearer().AddCertificate();
        KeepNoKeyRing(services);
        services.AddOptions<PolicySchemeOptions>(Caller).Configure<IOptions<SignInOptions>>((scheme, signIn) => scheme.ForwardDefaultSelector = call => Scheme(call, signIn.Value));
        services.AddSingleton<CertificateSignIn>();
        services.AddSingleton<IConfigureOptions<CertificateAuthenticationOptions>>(provider => provider.GetRequiredService<CertificateSignIn>());
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenSignIn>();
    }

    // Signing in brings keys that protect cookies, made and written when the service starts; there are no cookies here.
    private static void KeepNoKeyRing(IServiceCollection services)
    {
        ServiceDescriptor start = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly);
        services.Remove(start);
    }

    private static AuthorizationPolicy Needs(string role) => new AuthorizationPolicyBuilder().AddRequirements(new RoleRequirement(role)).Build();

    // A token wins over a certificate: a proxy's certificate must not stand for the person whose token it passes on.
    private static string Scheme(HttpContext call, SignInOptions signIn) =>
        signIn.Token.IsOn() && (call.Request.Headers.Authorization.Count > 0 || !signIn.Certificate.IsOn()) ? JwtBearerDefaults.AuthenticationScheme : CertificateAuthenticationDefaults.AuthenticationScheme;
}
