using CanaryJudge.Analyzer.Grpc;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Tells a caller who is not let in why, in the words of the protocol it speaks. A token is never repeated.</summary>
internal sealed partial class Denial(IOptions<SignInOptions> options, ILogger<Denial> logger) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return next(context);
        return authorizeResult.Forbidden ? ForbidAsync(context, policy) : ChallengeAsync(context);
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        // What came of it before is kept for the request, and only given again.
        Exception? failure = (await context.AuthenticateAsync()).Failure;
        bool isOurs = failure is InvalidOperationException; // the issuer's keys could not be fetched
        string reason = failure is null ? $"Nobody has signed in. {Remedy()}" : Reason(failure);
        Log.Refused(logger, context.Request.Path, reason, isOurs ? failure : null);
        if (isOurs)
        {
            await ErrorAnswer.WriteAsync(context, StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable, reason);
            return;
        }

        if (options.Value.Token.IsOn()) context.Response.Headers.WWWAuthenticate = "Bearer";
        await ErrorAnswer.WriteAsync(context, StatusCode.Unauthenticated, StatusCodes.Status401Unauthorized, reason);
    }

    private static string Reason(Exception failure) => failure switch
    {
        SignInException ours => ours.Message,
        SecurityTokenExpiredException expired => $"The token expired at {expired.Expires:yyyy-MM-dd'T'HH:mm:ss'Z'}: take a new one.",
        SecurityTokenNotYetValidException early => $"The token is not valid before {early.NotBefore:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
        SecurityTokenNoExpirationException => "The token has no expiry (claim exp): take one that expires.",
        SecurityTokenInvalidAudienceException => "The token is for another audience (claim aud; SignIn:Token:Audience).",
        SecurityTokenInvalidIssuerException => "The token is of another issuer (claim iss; SignIn:Token:Issuer).",
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "The token is not signed, with RSA or an elliptic curve, by a key that this service knows.",
        SecurityTokenException or ArgumentException => "The token is no signed JSON Web Token of this service's issuer.",
        InvalidOperationException => "The keys of the token's issuer cannot be fetched (SignIn:Token:Authority): repeat the call.",
        _ => "The client certificate is not one of the authorities that this service trusts, or is not valid now.",
    };

    private static Task ForbidAsync(HttpContext context, AuthorizationPolicy policy)
    {
        string needed = policy.Requirements.OfType<RoleRequirement>().FirstOrDefault()?.Role ?? CallerRole.Act;
        string[] roles = [.. CallerIdentity.RolesOf(context.User)];
        string has = roles.Length > 0 ? $"the role {roles[^1]}" : "no role";
        return ErrorAnswer.WriteAsync(
            context, StatusCode.PermissionDenied, StatusCodes.Status403Forbidden, $"The call needs the role {needed}; {CallerIdentity.NameOf(context.User)} has {has}. Roles are given in the section SignIn of the service's settings.");
    }

    private string Remedy() => (options.Value.Token.IsOn(), options.Value.Certificate.IsOn()) switch
    {
        (true, true) => "Send a bearer token (header Authorization), or a client certificate.",
        (true, false) => "Send a bearer token (header Authorization).",
        _ => "Send a client certificate.",
    };

    private static partial class Log
    {
        [LoggerMessage(120, LogLevel.Information, "A caller of {Path} was not let in: {Reason}")]
        public static partial void Refused(ILogger logger, string path, string reason, Exception? cause);
    }
}
