using System.Buffers.Binary;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads runs of decimal digits, eight at a time where there are eight.</summary>
internal static class DigitRun
{
    /// <summary>Appends the digits that start here to a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the digits start.</param>
    /// <param name="number">The number before, and after. It wraps when it has more than 19 digits: callers count.</param>
    /// <returns>Where the digits end.</returns>
    public static int Read(ReadOnlySpan<byte> text, int at, ref ulong number)
    {
        ulong sum = number;
        while (at + 8 <= text.Length && TryEight(BinaryPrimitives.ReadUInt64LittleEndian(text[at..]), out uint eight))
        {
            sum = unchecked(sum * 100_000_000 + eight);
            at += 8;
        }
        uint digit;
        while (at < text.Length && (digit = unchecked((uint)(text[at] - '0'))) <= 9)
        {
            sum = unchecked(sum * 10 + digit);
            at++;
        }
        number = sum;
        return at;
    }

    /// <summary>Eight ASCII digits at once, the first in the lowest byte: neighbours are joined to pairs, pairs to fours, fours to the eight.</summary>
    private static bool TryEight(ulong ascii, out uint eight)
    {
        ulong digits = ascii ^ 0x3030303030303030;
        ulong past9 = unchecked(digits + 0x7676767676767676) | digits; // bit 7 of a byte: it was no digit
        if ((past9 & 0x8080808080808080) != 0)
        {
            eight = 0;
            return false;
        }
        ulong pairs = unchecked(digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FF;
        ulong fours = unchecked(pairs * 100 + (pairs >> 16)) & 0x0000FFFF0000FFFF;
        eight = (uint)unchecked((fours & 0xFFFF) * 10_000 + (fours >> 32));
        return true;
    }
}
