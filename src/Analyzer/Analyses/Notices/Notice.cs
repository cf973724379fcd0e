namespace CanaryJudge.Analyzer.Analyses.Notices;

/// <summary>What another system says about one target.</summary>
internal sealed record Notice
{
    /// <summary>What it says.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>How it came in: alertmanager, flux.</summary>
    public required string Hook { get; init; }

    /// <summary>Who the record names, 1 to 200 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>What it is about, for the sender: an alert's fingerprint, an object. 1 to 700 characters. A veto is lifted by the same subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The application; empty for any.</summary>
    public required string Application { get; init; }

    /// <summary>The target, as analyses name it.</summary>
    public required string Target { get; init; }

    /// <summary>When it began (a veto), ended (a lift) or happened, by the sender's clock; milliseconds since the Unix epoch.</summary>
    public required long AtMillis { get; init; }

    /// <summary>What happened, in a sentence for the record, at most 1,000 characters.</summary>
    public required string Words { get; init; }

    /// <summary>
    /// True when its sender's notices may come in another order than they happened, each with its own time: then a veto from before the last lift is left out. A sender that tells how things
    /// stand now, as Alertmanager does, is believed.
    /// </summary>
    public bool MayComeLate { get; init; }
}
