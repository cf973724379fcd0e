using System.Globalization;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Numbers as the Prometheus API writes them inside strings: decimals, NaN, +Inf, -Inf.</summary>
internal static class FloatText
{
    private const int MaxDigits = 19; // 19 digits always fit an unsigned 64-bit mantissa

    /// <summary>Reads the number at the start of the text, to the nearest double (ties to even), as double.Parse does.</summary>
    /// <param name="text">A number and whatever follows it.</param>
    /// <param name="value">The number; beyond the range of double it is an infinity.</param>
    /// <returns>How many bytes it takes; 0 when the text does not start with a number.</returns>
    /// <remarks>Plain decimals of up to 19 digits take <see cref="DecimalScale"/>, everything else double.Parse.</remarks>
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        int at = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative || (text.Length > 0 && text[0] == '+')) at++;

        ulong mantissa = 0;
        int scale = 0;
        int start = at;
        at = DigitRun.Read(text, at, ref mantissa);
        int digits = at - start;
        if (digits == 0) return ReadWord(text, at, negative, out value);
        if (at < text.Length && text[at] == '.')
        {
            start = at + 1;
            at = DigitRun.Read(text, start, ref mantissa);
            scale = at - start;
            if (scale == 0) return Nothing(out value);
            digits += scale;
        }
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at = Exponent(text, at + 1);
            return at < 0 ? Nothing(out value) : Parse(text[..at], out value);
        }
        if (digits > MaxDigits || scale > DecimalScale.MaxScale) return Parse(text[..at], out value);
        if (scale == 0) value = mantissa; // rounds to the nearest, ties to even
        else if (!DecimalScale.TryDivide(mantissa, scale, out value)) return Parse(text[..at], out value);
        if (negative) value = -value;
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
