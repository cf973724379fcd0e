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

    private static bool TryEight(ulong ascii, out uint eight)
    {
        ulong digits = ascii ^ Digits.Zeros;
        bool all = Digits.All(digits);
        eight = all ? Digits.Eight(digits) : 0;
        return all;
    }
}
