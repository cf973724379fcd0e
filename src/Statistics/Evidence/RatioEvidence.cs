using System.Runtime.InteropServices;

namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about an error ratio, window by window, that may be looked at after every window: of harm (the canary's share is higher) and of safety (it is not higher by the
/// margin). Two keys guard each verdict: a likelihood ratio that learns the dispersion from the windows, and the exact conditional binomial.
/// </summary>
/// <remarks>
/// O(1) a window, no allocation. The state is the caller's span of doubles: keep it, save it, go on later with the same bits. The conditional key is an exact e-process for
/// independent requests; the other is right for large counts and its error under bursts is measured, not proven. Harm is the smaller of both, so that one burst of correlated
/// errors or one lucky estimate of noise does not roll back alone. See <see cref="TMixture"/> and <see cref="ConditionalBinomialE"/>.
/// </remarks>
public readonly ref struct RatioEvidence
{
    /// <summary>Doubles of state; all zero is the empty state.</summary>
    public const int StateLength = 30;

    private readonly Span<double> _state;
    private readonly RatioPrior _prior;
    private readonly double _margin;

    /// <summary>Opens the state: empty (all zero) or of the windows so far.</summary>
    /// <param name="state">Exactly <see cref="StateLength"/> doubles, changed by <see cref="Add"/>.</param>
    /// <param name="margin">The smallest added share that is harm, in (0, 1), such as 0.005; the same for every window.</param>
    /// <param name="prior">What was known before; the same for every window.</param>
    /// <exception cref="ArgumentException">The state has another length, the margin is out of range, or the prior is NaN or out of range.</exception>
    public RatioEvidence(Span<double> state, double margin, in RatioPrior prior)
    {
        if (state.Length != StateLength) throw new ArgumentException($"The state has {state.Length} doubles: {StateLength} are needed.", nameof(state));
        if (!(margin > 0 && margin < 1)) throw new ArgumentException($"The margin is {margin:R}: an added share lies between 0 and 1.", nameof(margin));
        bool good = prior.Clustering >= 0 && prior.Windows > 0 && prior.Dispersion > 0 && prior.Events >= 0 && prior.Trials >= prior.Events
            && double.IsFinite(prior.Clustering + prior.Windows + prior.Dispersion + prior.Trials);
        if (!good) throw new ArgumentException($"The prior {prior} is out of range: take WithoutHistory or FromHistory.", nameof(prior));
        _state = state;
        _margin = margin;
        _prior = prior;
    }

    private ref RatioState State => ref MemoryMarshal.AsRef<RatioState>(MemoryMarshal.AsBytes(_state));

    /// <summary>Adds a window in which both sides had requests.</summary>
    /// <param name="canary">Canary errors and requests.</param>
    /// <param name="baseline">Baseline errors and requests over the same time.</param>
    /// <exception cref="ArgumentException">Counts are a default value.</exception>
    public void Add(in RatioCounts canary, in RatioCounts baseline)
    {
        RatioCounts.Check(canary, baseline);
        ref RatioState state = ref State;
        // The keys predict from the windows before this one.
        double predicted = (1 + _prior.Events + state.BaselineEvents) / (1 / _margin + _prior.Trials + state.BaselineTrials);
        for (int j = 0; j < EffectGrid.Count; j++)
        {
            state.Keys[j] += ConditionalBinomialE.LnFactorUnchecked(canary.Events, canary.Trials, baseline.Events, baseline.Trials, predicted, _margin * EffectGrid.Multiples[j]);
        }

        state.LnExposure += ConditionalBinomialE.LnExposureUnchecked(canary.Events, canary.Trials, predicted, _margin);
        state.BaselineEvents += baseline.Events;
        state.BaselineTrials += baseline.Trials;
        state.Events += canary.Events + baseline.Events;
        state.Trials += canary.Trials + baseline.Trials;
        double difference = RatioCounts.Difference(canary, baseline);
        double weight = 1 / (1 / canary.Trials + 1 / baseline.Trials + 2 * _prior.Clustering);
        state.Moments = state.Moments.With(difference, weight);
        state.Lags = state.Lags.With(difference * Math.Sqrt(weight));
    }

    /// <summary>Adds a window in which a side had no requests: no evidence, but its neighbours are no longer neighbours.</summary>
    public void AddGap() => State.Lags = State.Lags.With(double.NaN);

    /// <summary>The evidence after the windows so far; 0 and 0 before the first.</summary>
    /// <returns>Evidence of harm and of safety, each the smaller of its two keys.</returns>
    public EvidenceLevels Evaluate()
    {
        ref readonly RatioState state = ref State;
        if (state.Moments.Count == 0) return new EvidenceLevels(0, 0, 0, 1);
        EvidenceLevels learned = Learned();
        double exact = EffectGrid.LnMixture(state.Keys);
        double safe = Math.Max(-state.Keys[0], state.LnExposure);
        return learned with { LnHarm = Math.Min(learned.LnHarm, exact), LnSafe = Math.Min(learned.LnSafe, safe) };
    }

    /// <summary>The first key alone: the likelihood ratio with the dispersion learned from the windows; 0 and 0 before the first.</summary>
    /// <returns>Its evidence of harm and of safety.</returns>
    public EvidenceLevels Learned()
    {
        ref readonly RatioState state = ref State;
        if (state.Moments.Count == 0) return new EvidenceLevels(0, 0, 0, 1);
        double p = (state.Events + 0.5) / (state.Trials + 1);
        double tau = state.Lags.Tau(0, 16, 0);
        if (state.Moments.Count < 12 || tau <= 1.5) tau = 1;
        return TMixture.Evaluate(state.Moments, 0, _margin, _prior.Windows, _prior.Dispersion, tau, 1 / (p * (1 - p)));
    }

    /// <summary>The second key alone: the conditional binomial's evidence of harm; 0 before the first window.</summary>
    /// <returns>ln of its mixture over the effects.</returns>
    public double LnConditional() => State.Moments.Count == 0 ? 0 : EffectGrid.LnMixture(State.Keys);
}
