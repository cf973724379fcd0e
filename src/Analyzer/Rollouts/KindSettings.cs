namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>Reads what a kind of rollout wants to know of a target.</summary>
internal static class KindSettings
{
    /// <summary>Binds a section; a key that is not known, or a value that is none, is a fault.</summary>
    /// <returns>The settings; null when there is a fault.</returns>
    public static T? Bind<T>(IConfigurationSection section, ICollection<string> faults)
        where T : class, new()
    {
        T settings = new();
        try
        {
            section.Bind(settings, strict => strict.ErrorOnUnknownConfiguration = true);
            return settings;
        }
        catch (InvalidOperationException unbound)
        {
            // The innermost one names the key: "...not found on the instance of Type: 'Key'", or "...value 'x' at 'Section:Key'...".
            string words = unbound.GetBaseException().Message;
            int unknown = words.LastIndexOf("instance of ", StringComparison.Ordinal);
            string key = words[(words.LastIndexOf(':') + 1)..].Trim();
            string known = string.Join(", ", typeof(T).GetProperties().Select(p => p.Name));
            faults.Add(unknown < 0 ? $"{section.Path}: {words}" : $"{section.Path} has no key {key}: the keys are {known} (docs/actions.md)");
            return null;
        }
    }
}
