using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes;

/// <summary>Checks names of objects in settings.</summary>
internal static class ObjectName
{
    private const int Longest = 253;

    /// <summary>A name that must be there.</summary>
    public static void Required(IConfigurationSection settings, string key, string name, ICollection<string> faults)
    {
        if (name.Length == 0) faults.Add($"{settings.Path}:{key} is missing: write a name.");
        else Optional(settings, key, name, faults);
    }

    /// <summary>A name that may be left out.</summary>
    public static void Optional(IConfigurationSection settings, string key, string name, ICollection<string> faults)
    {
        bool isName = name.Length <= Longest && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
        if (name.Length > 0 && (!isName || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1])))
            faults.Add(Setting.Fault($"{settings.Path}:{key}", name, "write the name of an object: lower-case letters, digits, '-' and '.'"));
    }
}
