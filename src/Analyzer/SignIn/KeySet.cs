using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>The public keys of a file: a JSON Web Key Set, or PEM. Only RSA and elliptic curves: with a shared secret, whoever can check a token could make one.</summary>
internal static class KeySet
{
    private const string Remedy = "Write a JSON Web Key Set ({\"keys\": [...]}) or PEM blocks, with public keys of RSA (2048 bits or more) or of an elliptic curve.";

    /// <summary>Reads the keys.</summary>
    /// <exception cref="InvalidDataException">There is no key, or one that is not public or not of these kinds.</exception>
    public static IReadOnlyList<SecurityKey> Read(ReadOnlySpan<byte> content)
    {
        string text = Encoding.UTF8.GetString(content).Trim();
        IReadOnlyList<SecurityKey> keys = text.StartsWith('{') ? Json(text) : Pem(text);
        return keys.Count > 0 ? keys : throw new InvalidDataException($"There is no key. {Remedy}");
    }

    private static IReadOnlyList<SecurityKey> Json(string text)
    {
        JsonWebKeySet set;
        try
        {
            set = new JsonWebKeySet(text);
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"It is not a JSON Web Key Set. {Remedy}", broken);
        }

        foreach (JsonWebKey key in set.Keys)
        {
            if (key.Kty is not ("RSA" or "EC")) throw new InvalidDataException($"The key '{key.Kid}' is of kind '{key.Kty}'. {Remedy}");
            if (key.HasPrivateKey) throw new InvalidDataException($"The key '{key.Kid}' is a private one, which only the issuer may have. {Remedy}");
        }

        return [.. set.Keys];
    }

    private static List<SecurityKey> Pem(string text)
    {
        List<SecurityKey> keys = [];
        for (ReadOnlySpan<char> rest = text; PemEncoding.TryFind(rest, out PemFields found); rest = rest[found.Location.End..])
        {
            if (!rest[found.Label].SequenceEqual("PUBLIC KEY")) throw new InvalidDataException($"There is a block of '{rest[found.Label]}'. {Remedy}");
            keys.Add(Key(rest[found.Location].ToString()));
        }

        return keys;
    }

    private static AsymmetricSecurityKey Key(string pem)
    {
        try
        {
            using RSA rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false));
        }
        catch (CryptographicException)
        {
            ECDsa curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve);
        }
    }
}
