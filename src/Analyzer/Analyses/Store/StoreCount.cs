namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>What the store holds at one moment.</summary>
/// <param name="ByState">Analyses that have not ended, by state; every such state is there.</param>
/// <param name="Due">Ticks that are due and that nobody has taken.</param>
/// <param name="OldestDue">How long the tick that has waited longest is due; zero when none is.</param>
/// <param name="Vetoes">Vetoes that stand.</param>
internal sealed record StoreCount(IReadOnlyDictionary<AnalysisState, long> ByState, long Due, TimeSpan OldestDue, long Vetoes);
