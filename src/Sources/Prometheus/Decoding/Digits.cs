using System.Runtime.CompilerServices;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Eight decimal digits at once in one word, the first in the lowest byte.</summary>
internal static class Digits
{
    /// <summary>Eight times the character 0.</summary>
    public const ulong Zeros = 0x3030303030303030;

    /// <summary>The highest bit of each byte.</summary>
    public const ulong TopBits = 0x8080808080808080;

    /// <summary>Whether all bytes are 0 to 9 (digits with <see cref="Zeros"/> taken out).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(ulong digits) => ((unchecked(digits + 0x7676767676767676) | digits) & TopBits) == 0;

    /// <summary>The number: neighbours are joined to pairs, then all four pairs with two multiplications.</summary>
    /// <param name="digits">Bytes of 0 to 9.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Eight(ulong digits)
    {
        unchecked
        {
            ulong pairs = digits * 10 + (digits >> 8); // in bytes 0, 2, 4 and 6
            ulong outer = (pairs & 0x000000FF000000FF) * 0x000F424000000064; // pair 0 by a million, pair 2 by a hundred
            ulong inner = ((pairs >> 16) & 0x000000FF000000FF) * 0x0000271000000001; // pair 1 by ten thousand, pair 3 by one
            return (uint)((outer + inner) >> 32);
        }
    }
}
