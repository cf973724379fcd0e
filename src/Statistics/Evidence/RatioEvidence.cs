using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about a share of trials or a rate an exposure, window by window, that may be looked at after every window: of harm (the canary's is higher) and of safety (it is
/// not higher by the margin). Two keys guard each verdict: a likelihood ratio that learns the dispersion from the windows, and the exact conditional binomial.
/// </summary>
/// <remarks>
/// O(1) a window, no allocation. The state is the caller's span of doubles: keep it, save it, go on later with the same bits. The conditional key is an exact e-process for
/// independent requests, whatever rate both sides share (Lindon and Malek 2022); the other is right for large counts and its error under bursts is measured, not proven. Harm
/// is the smaller of both, so that one burst of correlated errors or one lucky estimate of noise does not roll back alone.
/// NaN: a window counts when both sides have trials above 0 and all four numbers are from 0 to 1e150; any other is a gap, which is no evidence, but whose neighbours are no
/// longer neighbours. Should sums overflow all the same, the evidence is -infinity, which reaches no threshold.
/// </remarks>
public readonly ref struct RatioEvidence
{
    /// <summary>Doubles of state; all zero is the empty state.</summary>
    public const int StateLength = 28;

    private const double MemoryPriorWindows = 16;
    private const double MemoryFrom = 12;
    private const double LeastMemory = 1.5;

    private readonly Span<double> _state;
    private readonly RatioScale _scale;
    private readonly RatioPrior _prior;
    private readonly bool _isCentred;

    /// <summary>Opens the state: empty (all zero) or of the windows so far.</summary>
    /// <param name="state">Exactly <see cref="StateLength"/> doubles, changed by <see cref="Add(double, double, double, double)"/>.</param>
    /// <param name="scale">Shares or rates, with their margins; the same for every window.</param>
    /// <param name="prior">What was known before; the same for every window.</param>
    /// <param name="centreDispersion">True to estimate the dispersion around the windows' own mean when the prior has a history: sooner, and valid only in the limit; see <see cref="TMixture"/> for the form without.</param>
    /// <exception cref="ArgumentException">The state has another length, a margin is out of range, or the prior is NaN or out of range.</exception>
    public RatioEvidence(Span<double> state, in RatioScale scale, in RatioPrior prior, bool centreDispersion = false)
    {
        if (state.Length != StateLength) throw new ArgumentException($"The state has {state.Length} doubles: {StateLength} are needed.", nameof(state));
        scale.Check(nameof(scale));
        if (!prior.IsSound) throw new ArgumentException($"The prior {prior} is out of range: take WithoutHistory or FromHistory.", nameof(prior));
        _state = state;
        _scale = scale;
        _prior = prior;
        _isCentred = centreDispersion && prior.HasHistory;
    }

    /// <summary>Windows with both sides.</summary>
    public int Windows => (int)Math.Clamp(State.Lags.Count, 0, int.MaxValue);

    /// <summary>The canary's trials so far.</summary>
    public double CanaryTrials => State.CanaryTrials;

    private ref RatioState State => ref MemoryMarshal.AsRef<RatioState>(MemoryMarshal.AsBytes(_state));

    /// <summary>Adds a window of checked counts.</summary>
    /// <param name="canary">Canary errors and requests.</param>
    /// <param name="baseline">Baseline errors and requests over the same time.</param>
    /// <returns>The window's difference and weight.</returns>
    /// <exception cref="ArgumentException">Counts are a default value.</exception>
    public WindowDifference Add(in RatioCounts canary, in RatioCounts baseline)
    {
        RatioCounts.Check(canary, baseline);
        return Add(baseline.Events, baseline.Trials, canary.Events, canary.Trials);
    }

    /// <summary>Adds the next window.</summary>
    /// <param name="baselineEvents">Baseline events; NaN when the window is missing.</param>
    /// <param name="baselineTrials">Baseline trials or exposure over the same time; NaN or 0 when the window is missing.</param>
    /// <param name="canaryEvents">The canary's alike.</param>
    /// <param name="canaryTrials">The canary's alike.</param>
    /// <returns>The window's difference and weight; <see cref="WindowDifference.None"/> for a gap.</returns>
    /// <exception cref="ArgumentException">A share has more events than trials.</exception>
    public WindowDifference Add(double baselineEvents, double baselineTrials, double canaryEvents, double canaryTrials)
    {
        if (!_scale.IsWindow(baselineEvents, baselineTrials, canaryEvents, canaryTrials))
        {
            AddGap();
            return WindowDifference.None;
        }

        double difference = canaryEvents / canaryTrials - baselineEvents / baselineTrials;
        double weight = 1 / (1 / baselineTrials + 1 / canaryTrials + 2 * _prior.Clustering);
        if (!(Math.Abs(difference) * Math.Sqrt(weight) <= SeriesScale.Largest))
        {
            AddGap();
            return WindowDifference.None;
        }

        ref RatioState state = ref State;
        AddKeys(ref state, baselineEvents, baselineTrials, canaryEvents, canaryTrials);
        state.BaselineEvents += baselineEvents;
        state.BaselineTrials += baselineTrials;
        state.CanaryEvents += canaryEvents;
        state.CanaryTrials += canaryTrials;
        state.Differences = state.Differences.With(difference, weight);
        state.Lags = state.Lags.With(difference * Math.Sqrt(weight));
        return new WindowDifference(difference, weight);
    }

    /// <summary>Adds a window in which a side has no data: no evidence, but its neighbours are no longer neighbours.</summary>
    public void AddGap() => State.Lags = State.Lags.With(double.NaN);

    /// <summary>The evidence after the windows so far; 0 and 0 before the first.</summary>
    /// <returns>Evidence of harm and of safety, each the smaller of its two keys.</returns>
    public EvidenceLevels Evaluate()
    {
        ref readonly RatioState state = ref State;
        if (state.Lags.Count == 0) return new EvidenceLevels(0, 0, 0, 1);
        EvidenceLevels learned = Learned();
        return (learned with { LnHarm = Math.Min(learned.LnHarm, LnConditional()), LnSafe = Math.Min(learned.LnSafe, Math.Max(-state.LnSafeKey, state.LnExposure)) }).WithoutNaN();
    }

    /// <summary>The first key alone: the likelihood ratio with the dispersion learned from the windows; 0 and 0 before the first.</summary>
    /// <returns>Its evidence of harm and of safety.</returns>
    public EvidenceLevels Learned()
    {
        ref readonly RatioState state = ref State;
        double count = state.Lags.Count;
        if (count == 0) return new EvidenceLevels(0, 0, 0, 1);
        double tau = state.Lags.Tau(0, MemoryPriorWindows, 0);
        if (!(count >= MemoryFrom && tau > LeastMemory)) tau = 1;
        double pooled = _scale.Pooled(state.BaselineEvents + state.CanaryEvents, state.BaselineTrials + state.CanaryTrials);
        double precision = 1 / _scale.Variance(pooled) / tau;
        DifferenceSums sums = state.Differences;
        EffectRatio ratio = new(_prior.Windows * _prior.Dispersion, Math.Max(0, _prior.Windows + count / tau - 1), _isCentred, sums.Around(0) * precision, sums.AroundMean() * precision);
        Span<double> terms = stackalloc double[EffectGrid.Count];
        ratio.LnAll(sums, _scale.Margin, precision, time: 1, terms);
        double safe = _scale.SafeMargin == _scale.Margin ? terms[0] : ratio.Ln(sums.Around(_scale.SafeMargin) * precision);
        return new EvidenceLevels(EffectGrid.LnMixtureOrNaN(terms), -safe, (int)Math.Min(count, int.MaxValue), tau).WithoutNaN();
    }

    /// <summary>The second key alone: the conditional binomial's evidence of harm; 0 before the first window.</summary>
    /// <returns>ln of its mixture over the effects.</returns>
    public double LnConditional() => State.Lags.Count == 0 ? 0 : EffectGrid.LnMixtureOrNaN(State.Keys);

    private void AddKeys(ref RatioState state, double baselineEvents, double baselineTrials, double canaryEvents, double canaryTrials)
    {
        // The level is predicted from the past alone, so each factor has mean 1 under equal rates.
        double level = _scale.Capped((1 + _prior.Events + state.BaselineEvents) / (1 / _scale.Margin + _prior.Trials + state.BaselineTrials));
        double share = canaryTrials / (canaryTrials + baselineTrials);
        Span<double> keys = state.Keys, onCanary = stackalloc double[EffectGrid.Count], onBaseline = stackalloc double[EffectGrid.Count];
        Odds(level, share, baselineTrials, canaryTrials, onCanary, onBaseline);
        double atMargin = 0;
        for (int j = 0; j < keys.Length; j++)
        {
            double step = LnKey(canaryEvents, onCanary[j], baselineEvents, onBaseline[j]);
            if (j == 0) atMargin = step;
            keys[j] += step;
        }

        if (_scale.SafeMargin != _scale.Margin)
        {
            double harmed = canaryTrials * _scale.Capped(level + _scale.SafeMargin), weight = harmed / (harmed + baselineTrials * level);
            atMargin = LnKey(canaryEvents, weight / share, baselineEvents, (1 - weight) / (1 - share));
        }

        state.LnSafeKey += atMargin;
        state.LnExposure += canaryTrials * _scale.SafeMargin - (canaryEvents == 0 ? 0 : canaryEvents * Math.Log((level + _scale.SafeMargin) / level));
    }

    /// <summary>For every effect, how much likelier it makes an event to fall on the canary, and on the baseline, than equal rates do.</summary>
    private void Odds(double level, double share, double baselineTrials, double canaryTrials, Span<double> onCanary, Span<double> onBaseline)
    {
        ReadOnlySpan<double> multiples = EffectGrid.Multiples;
        Vector256<double> most = Vector256.Create(_scale.Capped(double.PositiveInfinity)), calm = Vector256.Create(baselineTrials * level);
        for (int j = 0; j < EffectGrid.Count; j += Vector256<double>.Count)
        {
            Vector256<double> harmed = canaryTrials * Vector256.Min(Vector256.Create(level) + _scale.Margin * Vector256.Create(multiples[j..]), most);
            Vector256<double> weight = harmed / (harmed + calm);
            (weight / share).CopyTo(onCanary[j..]);
            ((Vector256<double>.One - weight) / (1 - share)).CopyTo(onBaseline[j..]);
        }
    }

    private static double LnKey(double canaryEvents, double onCanary, double baselineEvents, double onBaseline) =>
        (canaryEvents == 0 ? 0 : canaryEvents * Math.Log(onCanary)) + (baselineEvents == 0 ? 0 : baselineEvents * Math.Log(onBaseline));
}
