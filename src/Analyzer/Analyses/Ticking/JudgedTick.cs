using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Deciding;

namespace CanaryJudge.Analyzer.Analyses.Ticking;

/// <summary>What a tick has found and is about to write.</summary>
/// <param name="Windows">The window, one entry a metric, with the history when it is the first.</param>
/// <param name="Verdict">The verdict over all windows so far.</param>
/// <param name="State">Where the analysis stands after it: judging, held or ended.</param>
/// <param name="NextMillis">When the next tick is wanted (or the hold expires), milliseconds since the Unix epoch; null when the analysis is over.</param>
internal sealed record JudgedTick(IReadOnlyList<MetricWindows> Windows, Verdict Verdict, AnalysisState State, long? NextMillis);
