namespace CanaryJudge.Judging.Sequential;

/// <summary>Evidence of harm and of safety of one stream of counts: events out of trials on both sides, window by window.</summary>
/// <remarks>
/// Two keys must agree. The first is a likelihood ratio of the windows' differences under an unknown dispersion (a normal scale mixture, so
/// Student-like while windows are few). The second is the conditional binomial of the canary's events given both sides' (exact under equal rates,
/// whatever the shared rate does: Lindon and Malek 2022). Safety also counts exposure: with no events at all only trials are evidence.
/// </remarks>
internal sealed class CountEvidence
{
    private readonly CountScale scale;
    private readonly double margin;
    private readonly double safeMargin;
    private readonly bool centred;
    private readonly double priorWindows;
    private readonly double priorDispersion;
    private readonly double clustering;
    private readonly double historyEvents;
    private readonly double historyTrials;
    private readonly double[] key = new double[EffectGrid.Count];
    private readonly double[] terms = new double[EffectGrid.Count];
    private readonly AdjacentCorrelation correlation = new();
    private readonly List<(double Difference, double Weight)> windows = [];
    private double safeKey;
    private double exposureKey;
    private double sumWeight;
    private double sumWeightDifference;
    private double sumWeightDifferenceSquared;
    private double baselineEvents;
    private double baselineTrials;
    private double canaryEvents;
    private double canaryTrials;

    /// <summary>Starts a stream.</summary>
    /// <param name="scale">Shares of trials, or rates an exposure.</param>
    /// <param name="margin">Harm that matters, as a share or a rate: above 0.</param>
    /// <param name="safeMargin">Margin of the safety side; usually the same.</param>
    /// <param name="history">What the baseline's windows before the rollout say.</param>
    /// <param name="centred">True to estimate the dispersion around the windows' own mean where there is a history; see <see cref="DispersionRatio"/>.</param>
    public CountEvidence(CountScale scale, double margin, double safeMargin, CountHistory history, bool centred)
    {
        this.scale = scale;
        this.margin = margin;
        this.safeMargin = safeMargin;
        this.centred = centred && history.IsUsable;
        priorWindows = history.IsUsable ? 20 : 6;
        priorDispersion = history.IsUsable ? 1.05 : 1.2;
        clustering = history.Clustering;
        historyEvents = history.Events;
        historyTrials = history.Trials;
    }

    /// <summary>ln of the evidence for harm of at least the margin.</summary>
    public double LogHarm { get; private set; }

    /// <summary>ln of the evidence for safety within the margin.</summary>
    public double LogSafe { get; private set; }

    /// <summary>Windows with both sides present.</summary>
    public int Windows => windows.Count;

    /// <summary>The canary's trials so far.</summary>
    public double CanaryTrials => canaryTrials;

    /// <summary>The windows' differences and weights, for the last look.</summary>
    public IReadOnlyList<(double Difference, double Weight)> Differences => windows;

    /// <summary>The autocorrelation time of the differences.</summary>
    public double CorrelationTime { get; private set; } = 1;

    /// <summary>Adds one window.</summary>
    public void Add(double baseEvents, double baseTrials, double canEvents, double canTrials)
    {
        if (!(baseTrials > 0 && canTrials > 0))
        {
            correlation.Gap();
            return;
        }

        AddKey(baseEvents, baseTrials, canEvents, canTrials);
        AddWindow(baseEvents, baseTrials, canEvents, canTrials);
        Update();
    }

    private void AddKey(double baseEvents, double baseTrials, double canEvents, double canTrials)
    {
        // The rate is predicted from the past alone, so each factor has mean 1 under equal rates.
        double rate = scale.Capped((1 + historyEvents + baselineEvents) / (1 / margin + historyTrials + baselineTrials));
        double share = canTrials / (canTrials + baseTrials);
        for (int j = 0; j < EffectGrid.Count; j++) key[j] += KeyStep(rate, margin * EffectGrid.Multiple(j), share, baseEvents, baseTrials, canEvents, canTrials);
        safeKey += KeyStep(rate, safeMargin, share, baseEvents, baseTrials, canEvents, canTrials);
        exposureKey += canTrials * safeMargin - canEvents * Math.Log((rate + safeMargin) / rate);
    }

    private double KeyStep(double rate, double effect, double share, double baseEvents, double baseTrials, double canEvents, double canTrials)
    {
        double harmed = scale.Capped(rate + effect);
        double weight = canTrials * harmed / (canTrials * harmed + baseTrials * rate);
        return canEvents * Math.Log(weight / share) + baseEvents * Math.Log((1 - weight) / (1 - share));
    }

    private void AddWindow(double baseEvents, double baseTrials, double canEvents, double canTrials)
    {
        baselineEvents += baseEvents;
        baselineTrials += baseTrials;
        canaryEvents += canEvents;
        canaryTrials += canTrials;
        double difference = canEvents / canTrials - baseEvents / baseTrials;
        double weight = 1 / (1 / baseTrials + 1 / canTrials + 2 * clustering);
        windows.Add((difference, weight));
        sumWeight += weight;
        sumWeightDifference += weight * difference;
        sumWeightDifferenceSquared += weight * difference * difference;
        correlation.Add(difference * Math.Sqrt(weight));
    }

    private void Update()
    {
        double rho = correlation.Estimate(prior: 0, priorWeight: 16, lean: 0);
        double time = (1 + rho) / (1 - rho);
        CorrelationTime = windows.Count >= 12 && time > 1.5 ? time : 1;
        double rate = scale.Pooled(baselineEvents + canaryEvents, baselineTrials + canaryTrials, margin);
        double precision = 1 / scale.Variance(rate) / CorrelationTime;
        double freedom = Math.Max(0, priorWindows + windows.Count / CorrelationTime - 1);
        double centre = Residual(sumWeightDifference / sumWeight) * precision;
        DispersionRatio ratio = new(priorWindows * priorDispersion, freedom, centred, Residual(0) * precision, centre);
        for (int j = 0; j < EffectGrid.Count; j++) terms[j] = ratio.Log(Residual(margin * EffectGrid.Multiple(j)) * precision);
        LogHarm = Math.Min(EffectGrid.LogMixture(terms), EffectGrid.LogMixture(key));
        LogSafe = Math.Min(-ratio.Log(Residual(safeMargin) * precision), Math.Max(-safeKey, exposureKey));
    }

    private double Residual(double effect) => Math.Max(0, sumWeightDifferenceSquared - 2 * effect * sumWeightDifference + effect * effect * sumWeight);
}
