using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>Reads events and trials out of a metric's windows: which of its numbers a stream of counts watches.</summary>
/// <param name="Part">Which events.</param>
/// <param name="Edge">For a histogram: index of the bound.</param>
/// <param name="IsSwapped">True when the baseline stands on the canary's side: a canary's rate that falls is a baseline's that exceeds it.</param>
internal readonly record struct CountReader(CountPart Part, int Edge = 0, bool IsSwapped = false)
{
    /// <summary>One side's window; NaN when it is missing.</summary>
    public (double Events, double Trials) Read(SideWindows side, int window) => side switch
    {
        RatioWindows ratio => Taken(ratio.Bad[window], ratio.Total[window]),
        CountWindows count => Taken(count.Events[window], count.Exposure[window]),
        HistogramWindows histogram when histogram.IsPresent(window) => OfBuckets(histogram.Row(window)),
        HistogramWindows => (double.NaN, double.NaN),
        _ => throw new ArgumentException($"Windows of type {side.GetType().Name} hold no counts.", nameof(side)),
    };

    /// <summary>What the history says before the rollout.</summary>
    /// <remarks>It is the baseline's, so it says nothing of the smaller side of a swapped stream.</remarks>
    public CountPrior Prior(in RatioScale scale, SideWindows history)
    {
        if (IsSwapped || history.Count == 0) return CountPrior.WithoutHistory;
        double[] events = new double[history.Count];
        double[] trials = new double[history.Count];
        for (int k = 0; k < events.Length; k++) (events[k], trials[k]) = Read(history, k);
        double[] scratch = new double[Math.Max(RatioPrior.ScratchLength(events.Length), BurstPrior.ScratchLength(events.Length))];
        return new CountPrior(RatioPrior.FromHistory(scale, events, trials, scratch), BurstPrior.FromHistory(scale, events, trials, scratch));
    }

    // A falling share of successes is a rising share of the rest.
    private (double Events, double Trials) Taken(double events, double trials) => (Part == CountPart.Rest ? trials - events : events, trials);

    private (double Events, double Trials) OfBuckets(ReadOnlySpan<double> row)
    {
        double events = 0;
        double trials = 0;
        for (int j = 0; j < row.Length; j++)
        {
            trials += row[j];
            if (j > Edge == (Part == CountPart.Above)) events += row[j];
        }

        return (events, trials);
    }
}
