using CanaryJudge.Analyzer.Settings;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>The targets of the service, by name; case is ignored, and names are in lower case from here on.</summary>
internal sealed class RolloutTargets
{
    private readonly Dictionary<string, RolloutTarget> _targets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes every target; nothing is asked of the world.</summary>
    /// <exception cref="SettingsException">A target is configured wrongly; every fault is named.</exception>
    public RolloutTargets(IOptions<RolloutOptions> options, IEnumerable<IRolloutKind> kinds, IRolloutObserver? observer = null)
    {
        Dictionary<string, IRolloutKind> known = kinds.ToDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);
        List<string> faults = [];
        foreach ((string written, TargetOptions target) in options.Value.Targets)
        {
            string name = written.ToLowerInvariant();
            string key = $"{RolloutOptions.Section}:Targets:{name}";
            if (!known.TryGetValue(target.Kind, out IRolloutKind? kind))
            {
                faults.Add(Setting.Fault($"{key}:Kind", target.Kind, $"write one of {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}"));
                continue;
            }

            if (target.Settings is not { } settings || !settings.Exists())
            {
                faults.Add($"{key}:Settings is missing: write what a target of the kind {kind.Name} needs (docs/actions.md).");
                continue;
            }

            if (kind.Create(name, settings, faults) is not { } rollout) continue;
            bool isEnabled = options.Value.Enabled && target.Enabled;
            _targets.Add(name, new RolloutTarget(name, kind.Name, target.Mode ?? options.Value.Mode, isEnabled, observer?.Observe(name, rollout) ?? rollout));
        }

        if (faults.Count > 0) throw new SettingsException(faults);
    }

    /// <summary>Every target, by name.</summary>
    public IEnumerable<RolloutTarget> All => _targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal);

    /// <summary>The target of a name; null when there is none.</summary>
    public RolloutTarget? Find(string name) => _targets.GetValueOrDefault(name);
}
