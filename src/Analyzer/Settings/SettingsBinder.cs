using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.Analyzer.Settings;

/// <summary>Gives the keys of a section to the properties of their names.</summary>
internal static class SettingsBinder
{
    /// <summary>Binds; a key that no property has, or a value that is none, is a fault.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">What its keys are given to.</param>
    /// <param name="isStrict">False where the section is only looked into, and is bound and checked later.</param>
    /// <returns>Null when everything fits; what is wrong, and the key when it is not known.</returns>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Options are types of this service's assemblies, which are kept whole, and of the collections named here.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Options hold collections of classes and texts, whose code is shared; the tests of settings run against the program of the image too.")]
    [DynamicDependency("Item", typeof(Dictionary<,>))]
    [DynamicDependency("TryGetValue", typeof(Dictionary<,>))]
    [DynamicDependency("Item", typeof(IDictionary<,>))]
    [DynamicDependency("TryGetValue", typeof(IDictionary<,>))]
    [DynamicDependency("Add", typeof(List<>))]
    [DynamicDependency("Add", typeof(ICollection<>))]
    public static (string Words, string? UnknownKey)? Bind(IConfigurationSection section, object options, bool isStrict = true)
    {
        try
        {
            section.Bind(options, strict => strict.ErrorOnUnknownConfiguration = isStrict);
            return null;
        }
        catch (InvalidOperationException unbound)
        {
            // The innermost of the binder names the key: "...not found on the instance of Type: 'Key'", or "...value 'x' at 'Section:Key'...". Below it is what could not read the value.
            while (unbound.InnerException is InvalidOperationException inner) unbound = inner;
            string words = unbound.Message;
            return (words, words.Contains("instance of ", StringComparison.Ordinal) ? words[(words.LastIndexOf(':') + 1)..].Trim() : null);
        }
    }
}
