using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CanaryJudge.Analyzer.Tests.SignIn;

/// <summary>An issuer of tokens with a key of its own: its keys as a file, and as an OpenID Connect issuer on a loopback port.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Name = "https://issuer.example";
    public const string Audience = "canaryjudge";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keyId;
    private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-issuer-").FullName;
    private WebApplication? _server;

    public TokenIssuer(string keyId = "one")
    {
        _keyId = keyId;
        WriteKeys(this);
    }

    /// <summary>The file of its public keys.</summary>
    public string KeysFile => Path.Combine(_folder, "keys.json");

    /// <summary>Settings of a service that takes its tokens by the file.</summary>
    public string[] Settings => ["--SignIn:Token:KeysFile=" + KeysFile, "--SignIn:Token:Issuer=" + Name];

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    private object PublicKey
    {
        get
        {
            ECParameters point = _key.ExportParameters(includePrivateParameters: false);
            return new { kty = "EC", crv = "P-256", kid = _keyId, alg = "ES256", use = "sig", x = Base64UrlEncoder.Encode(point.Q.X!), y = Base64UrlEncoder.Encode(point.Q.Y!) };
        }
    }

    /// <summary>Puts the keys of these issuers into the file of this one.</summary>
    public void WriteKeys(params TokenIssuer[] issuers) => File.WriteAllText(KeysFile, KeySet(issuers));

    /// <summary>A token.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="roles">The claim roles.</param>
    /// <param name="audience">For whom.</param>
    /// <param name="issuer">By whom.</param>
    /// <param name="lifetime">How long from now; below 0 it has expired.</param>
    public string Token(string subject, string[]? roles = null, string audience = Audience, string issuer = Name, TimeSpan? lifetime = null)
    {
        DateTime until = DateTime.UtcNow + (lifetime ?? TimeSpan.FromMinutes(10));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = until.AddHours(-1),
            NotBefore = until.AddHours(-1),
            Expires = until,
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = roles ?? ["act"] },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>A token that says it needs no signature.</summary>
    public static string Unsigned(string subject)
    {
        string claims = JsonSerializer.Serialize(new { iss = Name, aud = Audience, sub = subject, roles = new[] { "act" }, exp = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds() });
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(claims)}.";
    }

    /// <summary>A token signed with the public key as if it were a shared secret.</summary>
    public string SignedWithThePublicKey(string subject)
    {
        string claims = JsonSerializer.Serialize(new { iss = Name, aud = Audience, sub = subject, roles = new[] { "act" }, exp = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds() });
        string head = $"{Base64UrlEncoder.Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{_keyId}}"}""")}.{Base64UrlEncoder.Encode(claims)}";
        return $"{head}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(PublicKeyPem), Encoding.UTF8.GetBytes(head)))}";
    }

    /// <summary>Serves the keys as an OpenID Connect issuer does.</summary>
    /// <returns>The address, which is then the issuer's name.</returns>
    public async Task<string> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        string address = "";
        _server.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = address, jwks_uri = address + "/keys", id_token_signing_alg_values_supported = new[] { "ES256" } }));
        _server.MapGet("/keys", () => Results.Text(KeySet(this), "application/json"));
        await _server.StartAsync(TestContext.Current.CancellationToken);
        return address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string KeySet(params TokenIssuer[] issuers) => JsonSerializer.Serialize(new { keys = issuers.Select(i => i.PublicKey).ToArray() });
}
