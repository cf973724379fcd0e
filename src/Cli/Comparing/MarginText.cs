using System.Globalization;

namespace CanaryJudge.Cli.Comparing;

/// <summary>A margin as it was typed.</summary>
/// <param name="Text">Such as 5 or 10%.</param>
/// <param name="Value">The number above 0; a share when it is relative.</param>
/// <param name="IsRelative">True for a share of the baseline's median.</param>
internal sealed record MarginText(string Text, double Value, bool IsRelative)
{
    /// <summary>Reads a margin.</summary>
    /// <returns>Null when it is none.</returns>
    public static MarginText? Parse(string text)
    {
        bool isRelative = text.EndsWith('%');
        ReadOnlySpan<char> number = isRelative ? text.AsSpan(0, text.Length - 1).TrimEnd() : text;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value) || value <= 0) return null;
        return new MarginText(text, isRelative ? value / 100 : value, isRelative);
    }
}
