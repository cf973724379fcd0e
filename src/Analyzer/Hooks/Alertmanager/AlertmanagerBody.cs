namespace CanaryJudge.Analyzer.Hooks.Alertmanager;

/// <summary>What Alertmanager's webhook_config sends, version 4; fields that are not needed are left out. Any of it may be missing in what somebody else sends.</summary>
internal sealed record AlertmanagerBody
{
    /// <summary>Version of the message: 4.</summary>
    public string? Version { get; init; }

    /// <summary>Name of the receiver in Alertmanager's configuration.</summary>
    public string? Receiver { get; init; }

    /// <summary>Alerts that max_alerts has left out.</summary>
    public ulong TruncatedAlerts { get; init; }

    /// <summary>The alerts of the group.</summary>
    public IReadOnlyList<AlertmanagerAlert?>? Alerts { get; init; }
}
