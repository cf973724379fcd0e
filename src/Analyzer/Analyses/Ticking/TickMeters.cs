using CanaryJudge.Analyzer.Analyses.Store;
using CanaryJudge.Analyzer.Telemetry;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>Where a tick that was written is told in the metrics.</summary>
internal sealed class TickMeters(VerdictMeter verdicts, AnalysisMeter analyses, LiveEvidence evidence)
{
    /// <summary>A window was judged and written.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="after">Where the analysis stands after it.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Judged(ClaimedTick tick, CanaryPolicy policy, Verdict verdict, AnalysisState after, TimeSpan elapsed)
    {
        verdicts.Count(verdict, policy.Name, VerdictMeter.Analysis, elapsed);
        evidence.Show(tick, policy.Name, policy.Horizon, verdict, after);
        if (after == AnalysisState.Ended) analyses.CountEnding(TickWrites.EndingOf(verdict), verdict.Outcome);
    }

    /// <summary>An analysis ended without a decision.</summary>
    public void Ended(AnalysisEnding ending) => analyses.CountEnding(ending, decision: null);
}
