namespace CanaryJudge.Judging.Sequential;

/// <summary>A series: paired differences of windows, with a drift guard for resources and a second key for series that are mostly zero.</summary>
internal sealed class SeriesStream : EvidenceStream
{
    private readonly double[] baseline;
    private readonly double[] canary;
    private readonly SeriesReference reference;
    private readonly SeriesEvidence evidence;
    private readonly DriftGuard? drift;
    private readonly CountEvidence? notZero;
    private readonly bool prewhiten;
    private readonly List<(double Value, double Weight)> whitened = [];

    /// <summary>Starts a stream.</summary>
    /// <param name="baseline">The baseline a window; NaN is missing.</param>
    /// <param name="canary">The canary alike.</param>
    /// <param name="reference">What is known before.</param>
    /// <param name="sign">1 when more is worse, -1 when less is.</param>
    /// <param name="parameters">The constants.</param>
    /// <param name="drift">The guard of a resource; null for other series.</param>
    /// <param name="notZeroMargin">Margin of the share of windows that are not zero; null when the series is not mostly zero.</param>
    public SeriesStream(double[] baseline, double[] canary, SeriesReference reference, int sign, SequentialParameters parameters, DriftGuard? drift, double? notZeroMargin)
        : base(sign > 0 ? "value" : "value, falling", sign)
    {
        this.baseline = baseline;
        this.canary = canary;
        this.reference = reference;
        prewhiten = parameters.Prewhiten;
        this.drift = drift;
        evidence = new SeriesEvidence(reference, prewhiten, parameters.CentreDispersion);
        if (notZeroMargin is double margin) notZero = new CountEvidence(new CountScale(IsRate: false), margin, margin, CountHistory.None, centred: false);
    }

    /// <inheritdoc/>
    public override double LogHarm
    {
        get
        {
            if (drift is { Fires: true }) return double.PositiveInfinity;
            return notZero is null ? evidence.LogHarm : CountStream.Half(evidence.LogHarm, notZero.LogHarm);
        }
    }

    /// <summary>Whether differences are of logarithms.</summary>
    public bool IsLog => reference.IsLog;

    /// <summary>True when the drift of a resource is harm beyond doubt.</summary>
    public bool Drifts => drift is { Fires: true };

    /// <inheritdoc/>
    public override double LogSafe => evidence.LogSafe;

    /// <inheritdoc/>
    public override int Windows => evidence.Windows;

    /// <inheritdoc/>
    public override double? CanaryTrials => null;

    /// <inheritdoc/>
    public override bool Holds => drift is { Holds: true };

    /// <inheritdoc/>
    public override double Margin => reference.Margin;

    /// <inheritdoc/>
    internal override double SafeMargin => reference.Margin;

    /// <inheritdoc/>
    private protected override void AddWindow(int window)
    {
        double before = baseline[window];
        double now = canary[window];
        double difference = Sign * (reference.IsLog ? Math.Log(now) - Math.Log(before) : now - before);
        evidence.Add(difference);
        drift?.Add(difference);
        if (double.IsFinite(difference)) notZero?.Add(before == 0 ? 0 : 1, 1, now == 0 ? 0 : 1, 1);
        else notZero?.Add(double.NaN, double.NaN, double.NaN, double.NaN);
    }

    /// <inheritdoc/>
    internal override LastLook Look()
    {
        evidence.Whitened(whitened);
        return prewhiten ? LastLook.FromWhitened(whitened) : LastLook.From(whitened, evidence.CorrelationTime);
    }
}
