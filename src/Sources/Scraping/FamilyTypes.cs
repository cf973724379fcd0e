namespace CanaryJudge.Sources.Scraping;

/// <summary>The declared type of a series: its family's.</summary>
internal static class FamilyTypes
{
    private static readonly string[] Suffixes = ["_total", "_bucket", "_sum", "_count", "_created", "_info", "_gsum", "_gcount"];

    /// <summary>Finds a series' type by its name, or by its name without the suffix of a counter or histogram.</summary>
    /// <param name="name">The series' name.</param>
    /// <param name="families">What the target said.</param>
    /// <returns>The type; empty when it said nothing.</returns>
    public static string Of(string name, IReadOnlyDictionary<string, ExpositionFamily> families)
    {
        if (families.TryGetValue(name, out ExpositionFamily? family)) return family.Type;
        foreach (string suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && families.TryGetValue(name[..^suffix.Length], out family)) return family.Type;
        }
        return "";
    }
}
