using CanaryJudge.Judging.Aligning;
using CanaryJudge.Statistics;

namespace CanaryJudge.Judging.Sequential;

/// <summary>A series: paired differences of windows, with a drift guard for resources and a second key for series that are mostly zero.</summary>
internal sealed class SeriesStream : EvidenceStream
{
    private readonly SeriesScale scale;
    private readonly SeriesEvidence evidence;
    private readonly DriftGuard? drift;
    private readonly CountTrack? notZero;
    private readonly bool prewhiten;
    private WindowDifference[] looked = [];

    /// <summary>Starts a stream.</summary>
    /// <param name="scale">How values are compared.</param>
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
        prewhiten = parameters.Prewhiten;
        SeriesPrior prior = SeriesPrior.FromHistory(((SeriesWindows)start.Metric.History).Values, scale, parameters.HistoryVarianceWeight, parameters.HistoryLeastWindows);
        evidence = new SeriesEvidence(scale, prior, prewhiten, parameters.CentreDispersion, start.Capacity);
        if (notZeroMargin is double margin) notZero = new CountTrack(RatioScale.Share(margin), RatioPrior.WithoutHistory, centreDispersion: false, start.Capacity);
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
    internal override LastLook Look()
    {
        if (looked.Length < Windows) looked = new WindowDifference[Math.Max(Windows, 2 * looked.Length)];
        ReadOnlySpan<WindowDifference> windows = looked.AsSpan(0, evidence.CopyWindows(looked));
        return prewhiten ? LastLook.FromWhitened(windows) : LastLook.From(windows, evidence.Levels.Tau);
    }

    /// <inheritdoc/>
    private protected override (double LogHarm, double LogSafe) Next(MetricWindows metric, int window)
    {
        double before = ((SeriesWindows)metric.Baseline).Values[window];
        double now = ((SeriesWindows)metric.Canary).Values[window];
        double difference = Sign * scale.Difference(now, before);
        evidence.Add(difference);
        drift?.Look(evidence.Differences);
        double harm = evidence.Levels.LnHarm;
        if (notZero is not null)
        {
            double missing = double.IsNaN(difference) ? double.NaN : 1;
            notZero.Add((before == 0 ? 0 : 1, missing), (now == 0 ? 0 : 1, missing));
            harm = WeightedBonferroni.LnMean(harm, notZero.Levels.LnHarm);
        }

        return (Drifts ? double.PositiveInfinity : harm, evidence.Levels.LnSafe);
    }

    /// <inheritdoc/>
    private protected override void SaveOwn(StateWriter into)
    {
        evidence.CopyTo(into.Next(evidence.StateLength));
        notZero?.Save(into);
    }

    /// <inheritdoc/>
    private protected override void RestoreOwn(ref StateReader from)
    {
        ReadOnlySpan<double> state = from.Take(SeriesEvidence.StateLengthOf(from.Windows));
        if (!from.IsDamaged) evidence.Restore(state);
        drift?.Look(evidence.Differences);
        notZero?.Restore(ref from);
    }
}
