using System.Security.Claims;
using CanaryJudge.Analyzer.Analyses;
using CanaryJudge.Analyzer.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Sets bearer tokens up: who may have signed them, for whom, and what they say about the caller.</summary>
internal sealed class TokenSignIn(IOptions<SignInOptions> options, TimeProvider clock, ILogger<TokenSignIn> logger) : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // Signatures by public keys only: neither "none" nor a shared secret, whatever a token says of itself.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions bearer)
    {
        TokenOptions token = options.Value.Token;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidAudience = token.Audience,
            ValidIssuer = token.Issuer.Length > 0 ? token.Issuer : null,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = Skew,
        };
        if (token.Authority.Length > 0)
        {
            bearer.Authority = token.Authority;
            bearer.RequireHttpsMetadata = token.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        }
        else if (token.KeysFile.Length > 0)
        {
            RereadFiles<IReadOnlyList<SecurityKey>> keys = new([token.KeysFile], content => KeySet.Read(content[0]), clock, logger);
            bearer.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, id, _) => Chosen(keys.Current, id);
        }

        CallerGrants grants = new(token.Read, token.Judge, token.Act);
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = validated =>
            {
                Accept(validated, token, grants);
                return Task.CompletedTask;
            },
            // Whatever it was, the caller is refused: nothing escapes as a defect.
            OnAuthenticationFailed = async failed => failed.Fail(await TroubleOfTheIssuerAsync(failed) ?? failed.Exception),
        };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions bearer) => Configure(Options.DefaultName, bearer);

    private static IEnumerable<SecurityKey> Chosen(IReadOnlyList<SecurityKey> keys, string? id) =>
        id is { Length: > 0 } && keys.Any(k => k.KeyId == id) ? keys.Where(k => k.KeyId == id) : keys.Where(k => string.IsNullOrEmpty(k.KeyId) || string.IsNullOrEmpty(id));

    // Without the issuer's keys no token can be right: then it is not the caller's fault.
    private static async Task<Exception?> TroubleOfTheIssuerAsync(AuthenticationFailedContext failed)
    {
        try
        {
            if (failed.Options.ConfigurationManager is { } issuer) await issuer.GetConfigurationAsync(failed.HttpContext.RequestAborted);
            return null;
        }
        catch (InvalidOperationException gone)
        {
            return gone;
        }
    }

    private static void Accept(TokenValidatedContext validated, TokenOptions token, CallerGrants grants)
    {
        ClaimsPrincipal claims = validated.Principal!;
        string name = claims.FindFirst(token.NameClaim)?.Value ?? "";
        if (TextRule.Check(token.NameClaim, name, TextRule.Name).FirstOrDefault() is { } wrong)
        {
            validated.Fail(new SignInException($"The token's claim {token.NameClaim} names nobody: {wrong.Message}"));
            return;
        }

        bool isList = token.RolesClaim is "scope" or "scp";
        string[] words = [.. claims.FindAll(token.RolesClaim).SelectMany(c => isList ? c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [c.Value])];
        validated.Principal = CallerIdentity.Create(name, grants.RolesOf(words), validated.Scheme.Name);
    }
}
