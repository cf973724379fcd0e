using System.Globalization;

namespace CanaryJudge.Judging.Policies;

/// <summary>Margins as people write them: 10% and 0.5pp. Both directions give the same double.</summary>
internal static class MarginText
{
    public const string Percent = "%";
    public const string Points = "pp";

    /// <summary>Reads hundredths with a suffix: 0.5pp is 0.005.</summary>
    /// <param name="text">Digits, perhaps a decimal point and digits, perhaps one space, the suffix.</param>
    /// <param name="suffix">% or pp.</param>
    /// <returns>The share, infinite when too large for a double; null when the text is something else.</returns>
    public static double? ShareIn(string text, string suffix)
    {
        if (!text.EndsWith(suffix, StringComparison.Ordinal)) return null;
        string digits = text[..^suffix.Length];
        if (digits.EndsWith(' ')) digits = digits[..^1];
        string[] parts = digits.Split('.');
        bool isNumber = parts.Length <= 2 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
        return isNumber ? double.Parse(digits + "e-2", NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>A margin as a value of a YAML document.</summary>
    public static string Format(Margin margin, bool isRatio)
    {
        if (!margin.IsRelative) return (isRatio ? Hundredths(margin.Value, Points) : null) ?? $"{{absolute: {Number(margin.Value)}}}";
        string share = Hundredths(margin.Value, Percent) ?? Number(margin.Value);
        if (margin.Floor == 0) return share.EndsWith(Percent, StringComparison.Ordinal) ? share : $"{{relative: {share}}}";
        string floor = (isRatio ? Hundredths(margin.Floor, Points) : null) ?? Number(margin.Floor);
        return $"{{relative: {share}, floor: {floor}}}";
    }

    /// <summary>A number that reads back to the same double.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Hundredths(double share, string suffix)
    {
        if (!decimal.TryParse(Number(share), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) || exact > 1_000_000) return null;
        string text = (exact * 100).ToString("0.############################", CultureInfo.InvariantCulture) + suffix;
        return ShareIn(text, suffix) == share ? text : null;
    }
}
