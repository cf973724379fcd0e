using CanaryJudge.Judging.Aligning;

namespace CanaryJudge.Judging.Comparing;

/// <summary>What one metric says, why, and with which numbers.</summary>
public sealed record Judgement
{
    /// <summary>The windows that were judged, with the metric's rules, faults and problems.</summary>
    public required MetricWindows Windows { get; init; }

    /// <summary>The outcome.</summary>
    public required JudgementOutcome Outcome { get; init; }

    /// <summary>One sentence a person can act on.</summary>
    public required string Reason { get; init; }

    /// <summary>The numbers, one entry a thing compared (one a quantile for histograms); empty without data.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>
    /// True when the numbers speak for safety, whether they prove it or not: all that a promotion needs but the proof is there, and harm is the less likely of the two.
    /// False unless the judge says so. What a policy looks at that promotes at the horizon.
    /// </summary>
    public bool LeansToSafety { get; init; }

    /// <summary>How many checks of a threshold passed and failed; null for other judges.</summary>
    public CheckTally? Checks { get; init; }
}
