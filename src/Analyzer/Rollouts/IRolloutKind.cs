namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>A kind of rollout, such as a command or a webhook: makes rollouts of the settings of targets. Register it as a singleton of this interface.</summary>
internal interface IRolloutKind
{
    /// <summary>Its name in Rollouts:Targets:NAME:Kind, in lower case; case is ignored there.</summary>
    string Name { get; }

    /// <summary>Makes the rollout of a target, without asking anything of the world.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="settings">The section Rollouts:Targets:NAME:Settings. Bind it by <see cref="KindSettings.Bind"/>, which refuses unknown keys.</param>
    /// <param name="faults">Where everything that is wrong with the settings goes, as <see cref="Settings.Setting.Fault"/> words it.</param>
    /// <returns>The rollout; null when there is a fault.</returns>
    IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults);
}
