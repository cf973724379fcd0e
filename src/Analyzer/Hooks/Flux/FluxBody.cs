namespace CanaryJudge.Analyzer.Hooks.Flux;

/// <summary>An event of Flux, as its notification-controller posts it (provider generic or generic-hmac). Any of it may be missing in what somebody else sends.</summary>
internal sealed record FluxBody
{
    /// <summary>What it is about.</summary>
    public FluxObject? InvolvedObject { get; init; }

    /// <summary>trace, info or error.</summary>
    public string? Severity { get; init; }

    /// <summary>When it happened, RFC 3339.</summary>
    public string? Timestamp { get; init; }

    /// <summary>What happened, for people.</summary>
    public string? Message { get; init; }

    /// <summary>What happened, in a word, such as UpgradeSucceeded.</summary>
    public string? Reason { get; init; }

    /// <summary>Further facts, such as the revision, and what the Alert and the object's annotations add.</summary>
    public IReadOnlyDictionary<string, string?>? Metadata { get; init; }
}
