using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A ratio, a rate, or the share of observations above a bound: events out of trials on both sides.</summary>
internal sealed class CountStream : EvidenceStream
{
    private readonly CountReader main;
    private readonly CountTrack track;
    private readonly CountReader second;
    private readonly CountTrack? secondTrack;

    /// <summary>Starts a stream.</summary>
    /// <param name="name">What is watched.</param>
    /// <param name="sign">1 when more is worse, -1 when the counts were turned because less is.</param>
    /// <param name="scale">Shares or rates, with the margins for harm and for safety.</param>
    /// <param name="main">The counts.</param>
    /// <param name="start">The metric and the constants.</param>
    /// <param name="second">Further counts whose evidence joins the harm side half and half, with their margin; null for none.</param>
    public CountStream(string name, int sign, in RatioScale scale, CountReader main, in StreamStart start, (CountReader Counts, double Margin)? second = null)
        : base(name, sign)
    {
        this.main = main;
        Margin = scale.Margin;
        SafeMargin = scale.SafeMargin;
        track = Track(scale, main, start);
        if (second is not (CountReader counts, double margin)) return;
        this.second = counts;
        secondTrack = Track(RatioScale.Share(margin), counts, start);
    }

    /// <inheritdoc/>
    public override int Windows => track.Levels.Windows;

    /// <inheritdoc/>
    public override double? CanaryTrials => track.CanaryTrials;

    /// <inheritdoc/>
    public override double Margin { get; }

    /// <inheritdoc/>
    internal override double SafeMargin { get; }

    /// <inheritdoc/>
    internal override LastLook Look() => track.Look();

    /// <inheritdoc/>
    private protected override (double LogHarm, double LogSafe) Next(MetricWindows metric, int window)
    {
        Add(track, main, metric, window);
        if (secondTrack is null) return (track.Levels.LnHarm, track.Levels.LnSafe);
        Add(secondTrack, second, metric, window);
        return (WeightedBonferroni.LnMean(track.Levels.LnHarm, secondTrack.Levels.LnHarm), track.Levels.LnSafe);
    }

    /// <inheritdoc/>
    private protected override void SaveOwn(StateWriter into)
    {
        track.Save(into);
        secondTrack?.Save(into);
    }

    /// <inheritdoc/>
    private protected override void RestoreOwn(ref StateReader from)
    {
        track.Restore(ref from);
        secondTrack?.Restore(ref from);
    }

    private static CountTrack Track(in RatioScale scale, CountReader counts, in StreamStart start) =>
        new(scale, counts.Prior(scale, start.Metric.History), start.Parameters, start.Capacity);

    private static void Add(CountTrack to, CountReader counts, MetricWindows metric, int window)
    {
        (SideWindows before, SideWindows now) = counts.IsSwapped ? (metric.Canary, metric.Baseline) : (metric.Baseline, metric.Canary);
        to.Add(counts.Read(before, window), counts.Read(now, window));
    }
}
