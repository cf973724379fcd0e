using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses;

/// <summary>One analysis as it stands: a rollout that is judged window by window until it ends. Times are milliseconds since the Unix epoch.</summary>
internal sealed record Analysis
{
    /// <summary>Its identity: a UUID of version 7 in lower case, so that later ones sort later.</summary>
    public required string Id { get; init; }

    /// <summary>The application that is rolled out.</summary>
    public required string Application { get; init; }

    /// <summary>What is rolled out, such as shop/deployments/checkout; at most one analysis of an application's target is not ended.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Name of the metric source.</summary>
    public required string Source { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The revision that it judges, seen when it was started; null when its target is none of the service's, or could not be looked at.</summary>
    public string? Revision { get; init; }

    /// <summary>The revision beside which it judges, seen at the same time; null likewise.</summary>
    public string? BaselineRevision { get; init; }

    /// <summary>What becomes of its decision, as the settings were when it was started; null when its target is none of the service's.</summary>
    public RolloutMode? Mode { get; init; }

    /// <summary>Where it stands.</summary>
    public required AnalysisState State { get; init; }

    /// <summary>Why it is over; null while it is not.</summary>
    public AnalysisEnding? Ending { get; init; }

    /// <summary>What is to become of the rollout: promote or rollback; null while it is judged, and when it ended without a decision.</summary>
    public VerdictOutcome? Decision { get; init; }

    /// <summary>What the judge found at last; pause beside a decision where the policy's rule for the horizon decided; null before the first.</summary>
    public VerdictOutcome? Outcome { get; init; }

    /// <summary>True when the latest attempt to judge failed because the source did not answer.</summary>
    public required bool CouldNotJudge { get; init; }

    /// <summary>Why it stands where it stands, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Who ended it; null while it runs, and when nobody did but the judge.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The analysis that took its place; null when none did.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>When it was started.</summary>
    public required long CreatedMillis { get; init; }

    /// <summary>Start of window 0.</summary>
    public required long StartMillis { get; init; }

    /// <summary>Length of a window in milliseconds.</summary>
    public required long IntervalMillis { get; init; }

    /// <summary>Windows, warm-up included, after which it is over without a final verdict: then the policy says what becomes of it.</summary>
    public required int Horizon { get; init; }

    /// <summary>Windows recorded and judged so far, warm-up included.</summary>
    public required int WindowsElapsed { get; init; }

    /// <summary>When the next window is to be judged (or a held analysis expires); null when it is over.</summary>
    public long? NextMillis { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public long? EndedMillis { get; init; }

    /// <summary>Number of its latest event, from 1.</summary>
    public required long Sequence { get; init; }
}
