using CanaryJudge.Analyzer.Settings;

namespace CanaryJudge.Analyzer.Rollouts.Commands;

/// <summary>Rollouts that programs look at and change.</summary>
internal sealed class CommandRolloutKind : IRolloutKind
{
    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public IRollout? Create(string target, IConfigurationSection settings, ICollection<string> faults)
    {
        if (KindSettings.Bind<CommandSettings>(settings, faults) is not { } commands) return null;
        int before = faults.Count;
        if (commands.Observe.Length == 0) faults.Add($"{settings.Path}:Observe is missing: write the program that tells how the rollout is, and its arguments ({settings.Path}:Observe:0, :1, ...).");
        if (commands.Promote.Length + commands.Hold.Length + commands.Rollback.Length == 0) faults.Add($"{settings.Path} has no program that acts: write Promote, Hold or Rollback.");
        if (commands.ScaleDown.Length > 0 && commands.Rollback.Length == 0) faults.Add($"{settings.Path}:ScaleDown needs Rollback: traffic goes back before anything is scaled down.");
        foreach ((string key, string[] command) in Commands(commands))
        {
            if (command.Length > 0 && !Path.IsPathFullyQualified(command[0])) faults.Add(Setting.Fault($"{settings.Path}:{key}:0", command[0], "write the program's whole path, so that no other one is run in its place"));
            if (command.Any(argument => argument.Contains('\0', StringComparison.Ordinal))) faults.Add($"{settings.Path}:{key} has an argument with a zero character, which no program can be given.");
        }

        return faults.Count > before ? null : new CommandRollout(target, commands);
    }

    private static IEnumerable<(string Key, string[] Command)> Commands(CommandSettings settings) =>
    [
        (nameof(settings.Observe), settings.Observe), (nameof(settings.Promote), settings.Promote), (nameof(settings.Hold), settings.Hold),
        (nameof(settings.Rollback), settings.Rollback), (nameof(settings.ScaleDown), settings.ScaleDown),
    ];
}
