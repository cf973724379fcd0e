namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A right that a step needs, as an administrator would grant it.</summary>
/// <param name="Verb">patch, post, execute.</param>
/// <param name="Group">API group; empty for none.</param>
/// <param name="Resource">What it is a right on: deployments/scale, a program, a service.</param>
/// <param name="Name">Which one, with its namespace where there are such; empty for all.</param>
internal sealed record RolloutRight(string Verb, string Group, string Resource, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Verb} {(Group.Length > 0 ? $"{Group}/" : "")}{Resource}{(Name.Length > 0 ? $" {Name}" : "")}";
}
