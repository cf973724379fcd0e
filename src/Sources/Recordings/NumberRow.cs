using CanaryJudge.Sources.Prometheus.Decoding;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads a list of numbers from its bytes, without a token an entry: most of a recording is such lists.</summary>
/// <remarks>Only what is right is read here; on anything else the strict reader takes over, and says what is wrong. 4 times as fast as a JSON token and a double an entry.</remarks>
internal static class NumberRow
{
    /// <summary>Reads the list.</summary>
    /// <param name="text">What follows the opening bracket.</param>
    /// <param name="most">The most entries there may be.</param>
    /// <param name="missing">True when null is a missing window, which becomes NaN.</param>
    /// <param name="least">The least value.</param>
    /// <param name="length">Bytes before the closing bracket.</param>
    /// <returns>The numbers; null when the list is not right, or might not be.</returns>
    public static double[]? TryRead(ReadOnlySpan<byte> text, int most, bool missing, double least, out int length)
    {
        length = text.IndexOf((byte)']');
        if (length < 0) return null;
        ReadOnlySpan<byte> row = text[..length];
        if (AfterBlanks(row, 0) == length) return [];
        int count = row.Count((byte)',') + 1;
        if (count > most) return null;
        double[] values = new double[count];
        int at = 0;
        for (int k = 0; k < count; k++)
        {
            at = Entry(row, AfterBlanks(row, at), missing, least, out values[k]);
            if (at < 0) return null;
            at = AfterBlanks(row, at);
            bool isLast = k == count - 1;
            if (isLast != (at == length) || (!isLast && row[at++] != ',')) return null;
        }

        return values;
    }

    private static int Entry(ReadOnlySpan<byte> row, int at, bool missing, double least, out double value)
    {
        value = double.NaN;
        if (at >= row.Length) return -1;
        if (row[at] == 'n') return missing && row[at..].StartsWith("null"u8) ? at + 4 : -1;
        int first = row[at] == '-' ? at + 1 : at;
        // A number of JSON begins with a digit, and with 0 only when it is the only one before the point.
        if (!IsDigit(row, first) || (row[first] == '0' && IsDigit(row, first + 1))) return -1;
        int read = FloatText.Read(row[at..], out value);
        return read > 0 && double.IsFinite(value) && value >= least ? at + read : -1;
    }

    private static bool IsDigit(ReadOnlySpan<byte> row, int at) => at < row.Length && char.IsAsciiDigit((char)row[at]);

    private static int AfterBlanks(ReadOnlySpan<byte> row, int at)
    {
        while (at < row.Length && (row[at] is (byte)' ' or (byte)'\t')) at++;
        return at;
    }
}
