namespace CanaryJudge.Judging.Sequential;

/// <summary>Events and trials of both sides and of the history, a number a window; NaN is missing.</summary>
internal sealed record CountSides(
    double[] BaselineEvents, double[] BaselineTrials, double[] CanaryEvents, double[] CanaryTrials, double[] HistoryEvents, double[] HistoryTrials)
{
    /// <summary>What the history says.</summary>
    public CountHistory History(CountScale scale, double margin) => CountHistory.From(scale, margin, HistoryEvents, HistoryTrials);
}
