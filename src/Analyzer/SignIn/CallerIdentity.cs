using System.Security.Claims;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>A caller who has signed in: a name for the record, and roles. Nothing else of the token or the certificate is kept.</summary>
internal static class CallerIdentity
{
    private const string Name = "name";
    private const string Role = "role";

    /// <summary>Makes one.</summary>
    public static ClaimsPrincipal Create(string name, IEnumerable<string> roles, string scheme) =>
        new(new ClaimsIdentity([new Claim(Name, name), .. roles.Select(role => new Claim(Role, role))], scheme, Name, Role));

    /// <summary>The caller's name; null when nobody has signed in.</summary>
    public static string? NameOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } ? user.FindFirst(Name)?.Value : null;

    /// <summary>The caller's roles, the least first.</summary>
    public static IEnumerable<string> RolesOf(ClaimsPrincipal user) => user.FindAll(Role).Select(claim => claim.Value);
}
