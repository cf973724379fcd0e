using System.Globalization;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Numbers as the Prometheus API writes them inside strings: decimals, NaN, +Inf, -Inf.</summary>
internal static class FloatText
{
    private const int MaxDigits = 19; // 19 digits always fit an unsigned 64-bit mantissa

    // Powers of ten that are exact as doubles.
    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads the number at the start of the text, to the nearest double (ties to even), as double.Parse does.</summary>
    /// <param name="text">A number and whatever follows it.</param>
    /// <param name="value">The number; beyond the range of double it is an infinity.</param>
    /// <returns>How many bytes it takes; 0 when the text does not start with a number.</returns>
    /// <remarks>
    /// A mantissa below 2^53 with a power of ten up to 22 is exact in one multiplication or division (Clinger 1990,
    /// "How to read floating point numbers accurately"); everything else goes to double.Parse.
    /// </remarks>
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        int at = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative || (text.Length > 0 && text[0] == '+')) at++;

        ulong mantissa = 0;
        int digits = 0;
        int scale = 0;
        int integerStart = at;
        at = Digits(text, at, ref mantissa, ref digits);
        if (at == integerStart) return ReadWord(text, at, negative, out value);
        if (at < text.Length && text[at] == '.')
        {
            int fractionStart = at + 1;
            at = Digits(text, fractionStart, ref mantissa, ref digits);
            if (at == fractionStart) return Nothing(out value);
            scale = fractionStart - at;
        }
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at = Exponent(text, at + 1);
            return at < 0 ? Nothing(out value) : Parse(text[..at], out value);
        }
        if (digits > MaxDigits || mantissa > 1UL << 53 || scale < -22) return Parse(text[..at], out value);
        value = mantissa / PowersOfTen[-scale];
        if (negative) value = -value;
        return at;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at, ref ulong mantissa, ref int digits)
    {
        ulong sum = mantissa;
        int start = at;
        uint digit;
        while (at < text.Length && (digit = unchecked((uint)(text[at] - '0'))) <= 9)
        {
            sum = unchecked(sum * 10 + digit); // may wrap after 19 digits: then it is not used
            at++;
        }
        digits += at - start;
        mantissa = sum;
        return at;
    }

    private static int Exponent(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
        int start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at == start ? -1 : at;
    }

    private static int ReadWord(ReadOnlySpan<byte> text, int at, bool negative, out double value)
    {
        if (text[at..].StartsWith("Inf"u8))
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return at + 3;
        }
        if (at == 0 && text.StartsWith("NaN"u8))
        {
            value = double.NaN;
            return 3;
        }
        return Nothing(out value);
    }

    private static int Parse(ReadOnlySpan<byte> number, out double value)
    {
        value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return number.Length;
    }

    private static int Nothing(out double value)
    {
        value = double.NaN;
        return 0;
    }
}
