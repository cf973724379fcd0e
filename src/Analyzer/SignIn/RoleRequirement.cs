using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>The caller must have a role, where callers sign in.</summary>
/// <param name="Role">One of <see cref="CallerRole"/>.</param>
internal sealed record RoleRequirement(string Role) : IAuthorizationRequirement
{
    /// <summary>Checks it.</summary>
    internal sealed class Check(IOptions<SignInOptions> options) : AuthorizationHandler<RoleRequirement>
    {
        /// <inheritdoc/>
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
        {
            if (!options.Value.IsOn() || context.User.IsInRole(requirement.Role)) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
