using CanaryJudge.Analyzer.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace CanaryJudge.Analyzer.Hooks;

/// <summary>Lets callers of hooks in: by the secret, or as callers sign in, with the role judge.</summary>
internal sealed class HookAccess(HookSecret secret, IAuthorizationService roles)
{
    /// <summary>What a caller who is not let in is told.</summary>
    public string Refusal { get; } = $"The caller is not known: send the secret of {secret.Setting} as bearer token or as the password of basic authentication, or sign in with the role judge.";

    /// <summary>Whether a request is let in. With a secret set up, one that nobody signs in to needs the secret too.</summary>
    public async Task<bool> IsLetInAsync(HttpContext context)
    {
        if (secret.IsIn(context.Request)) return true;
        if (secret.IsOn && CallerIdentity.NameOf(context.User) is null) return false;
        return (await roles.AuthorizeAsync(context.User, CallerRole.Judge)).Succeeded;
    }
}
