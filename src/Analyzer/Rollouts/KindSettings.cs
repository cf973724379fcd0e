using System.Diagnostics.CodeAnalysis;
using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Reads what a kind of rollout wants to know of a target.</summary>
internal static class KindSettings
{
    /// <summary>Binds a section; a key that is not known, or a value that is none, is a fault.</summary>
    /// <returns>The settings; null when there is a fault.</returns>
    public static T? Bind<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IConfigurationSection section, ICollection<string> faults)
        where T : class, new()
    {
        T settings = new();
        if (SettingsBinder.Bind(section, settings) is not { } fault) return settings;
        string known = string.Join(", ", typeof(T).GetProperties().Select(p => p.Name));
        faults.Add(fault.UnknownKey is null ? $"{section.Path}: {fault.Words}" : $"{section.Path} has no key {fault.UnknownKey}: the keys are {known} (docs/actions.md)");
        return null;
    }
}
