using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A series: paired differences of windows, with a drift guard for resources and a second key for series that are mostly zero.</summary>
internal sealed class SeriesStream : EvidenceStream
{
    private readonly SeriesScale scale;
    private readonly SeriesTrack evidence;
    private readonly DriftGuard? drift;
    private readonly CountTrack? notZero;
    private readonly bool looksAtSigns;
    private readonly int settled;

    /// <summary>Starts a stream.</summary>
    /// <param name="scale">How sides are compared.</param>
    /// <param name="sign">1 when more is worse, -1 when less is.</param>
    /// <param name="start">The metric and the constants.</param>
    /// <param name="drift">The guard of a resource; null for other series.</param>
    /// <param name="notZeroMargin">Margin of the share of windows that are not zero; null when the series is not mostly zero.</param>
    public SeriesStream(SeriesScale scale, int sign, in StreamStart start, DriftGuard? drift, double? notZeroMargin)
        : base(sign > 0 ? "value" : "value, falling", sign)
    {
        SequentialParameters parameters = start.Parameters;
        this.scale = scale;
        this.drift = drift;
        double[] history = ((SeriesWindows)start.Metric.History).Values;
        MemoryPrior prior = MemoryPrior.FromHistory(history, scale);
        HasRelief = parameters.MixMemory && prior.HasHistory;
        evidence = parameters.MixMemory ? new MixedSeriesTrack(new MixedSeriesEvidence(scale, prior, start.Capacity, parameters.MoreOnMargin && prior.HasHistory)) : new PlainSeriesTrack(scale, history, parameters, start.Capacity);
        if (parameters.Settle) settled = start.Judged + Settling.Windows(WarmUp(start), scale.Margin, prior.Deviation);
        looksAtSigns = parameters.SignsAtLastLook;
        if (notZeroMargin is double margin) notZero = CountTrack.OfOneTrial(margin, parameters.TemperCounts, start.Capacity);
    }

    /// <summary>Whether differences are of logarithms.</summary>
    public bool IsLog => scale.IsLogarithmic;

    /// <summary>True when the drift of a resource is harm beyond doubt.</summary>
    public bool Drifts => drift is { Fires: true };

    /// <inheritdoc/>
    public override int Windows => evidence.Levels.Windows;

    /// <inheritdoc/>
    public override double? CanaryTrials => null;

    /// <inheritdoc/>
    public override bool Holds => drift is { Holds: true };

    /// <inheritdoc/>
    public override double Margin => scale.Margin;

    /// <inheritdoc/>
    internal override double SafeMargin => scale.Margin;

    /// <inheritdoc/>
    internal override bool HasRelief { get; }

    /// <inheritdoc/>
    internal override LastLook Look() => looksAtSigns && notZero is not null ? evidence.Look() with { Signs = notZero.Signs() } : evidence.Look();

    /// <inheritdoc/>
    private protected override (double LogHarm, double LogSafe) Next(MetricWindows metric, int window)
    {
        double difference = window < settled ? double.NaN : Difference(metric, window);
        evidence.Add(difference);
        drift?.Look(evidence.Differences);
        double harm = evidence.Levels.LnHarm;
        if (notZero is not null)
        {
            double missing = double.IsNaN(difference) ? double.NaN : 1;
            notZero.Add((Value(metric.Baseline, window) == 0 ? 0 : 1, missing), (Value(metric.Canary, window) == 0 ? 0 : 1, missing));
            harm = WeightedBonferroni.LnMean(harm, notZero.Levels.LnHarm);
        }

        return (Drifts ? double.PositiveInfinity : harm, evidence.Levels.LnSafe);
    }

    /// <inheritdoc/>
    private protected override void SaveOwn(StateWriter into)
    {
        evidence.Save(into);
        notZero?.Save(into);
    }

    /// <inheritdoc/>
    private protected override void RestoreOwn(ref StateReader from)
    {
        evidence.Restore(ref from);
        drift?.Look(evidence.Differences);
        notZero?.Restore(ref from);
    }

    private double[] WarmUp(in StreamStart start)
    {
        double[] differences = new double[start.Judged];
        for (int k = 0; k < differences.Length; k++) differences[k] = Difference(start.Metric, k);
        return differences;
    }

    private double Difference(MetricWindows metric, int window) => Sign * scale.Difference(Value(metric.Canary, window), Value(metric.Baseline, window));

    private static double Value(SideWindows side, int window) => ((SeriesWindows)side).Values[window];
}
