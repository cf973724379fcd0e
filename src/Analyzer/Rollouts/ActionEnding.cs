namespace CanaryJudge.Analyzer.Rollouts;

/// <summary>How an action ended.</summary>
internal enum ActionEnding
{
    /// <summary>The effect is there, and was seen.</summary>
    Done,

    /// <summary>Another revision than the action's is there: it was left alone.</summary>
    Superseded,

    /// <summary>It was not allowed: by the rules, or because this rollout cannot be acted on so.</summary>
    Refused,

    /// <summary>It could not be done, or its effect was not seen, within the patience.</summary>
    Failed,

    /// <summary>A person stopped it.</summary>
    Cancelled,

    /// <summary>Another action of the same target took its place.</summary>
    Replaced,

    /// <summary>The target's mode is advise: it was told and not done.</summary>
    Advised,
}
