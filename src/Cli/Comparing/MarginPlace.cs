namespace CanaryJudge.Cli.Comparing;

/// <summary>Where an interval lies against a margin.</summary>
internal enum MarginPlace
{
    /// <summary>Nothing in it matters.</summary>
    Within,

    /// <summary>Everything in it matters.</summary>
    Beyond,

    /// <summary>Some of it matters and some does not: undecided.</summary>
    Across,
}
