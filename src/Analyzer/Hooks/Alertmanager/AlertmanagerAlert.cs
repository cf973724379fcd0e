namespace CanaryJudge.Analyzer.Hooks.Alertmanager;

/// <summary>One alert of a message.</summary>
internal sealed record AlertmanagerAlert
{
    /// <summary>firing or resolved.</summary>
    public string? Status { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>Since when it fires, RFC 3339.</summary>
    public string? StartsAt { get; init; }

    /// <summary>When it ended; the year 1 while it fires.</summary>
    public string? EndsAt { get; init; }

    /// <summary>Identity of its labels.</summary>
    public string? Fingerprint { get; init; }
}
