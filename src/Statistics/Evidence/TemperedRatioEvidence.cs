using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about a share of trials or a rate an exposure, window by window, that may be looked at after every window: the exact conditional binomial, held back by what the
/// windows and the history say of its clumping.
/// </summary>
/// <remarks>
/// Given how many events a window has, under equal rates each falls on the canary with chance n_C/n, whatever the rate is doing; the likelihood ratio of that against a rate
/// worse by the effect is an exact e-process LR for independent requests (Lindon and Malek 2022), and the rate that it needs may come from the window's own total. Events
/// that come in clumps say less: LR^(1/φ) for a dispersion φ, averaged over the beliefs of <see cref="DispersionGrid"/>. As φ is 1 or more, LR^(1/φ) is at most max(1, LR),
/// whatever the beliefs: the mean over effects and dispersions exceeds 1/α with chance α/(1 - α) at most, at whatever look. The same in the other direction is safety; there
/// a total that is too low for a canary worse by the margin counts too, at half the rate of the past (so that a rate which has fallen by half since then is no proof).
/// Variances are taken window by window, so a storm that hits both sides weighs little and is forgotten.
/// O(1) a window, no allocation. The state is the caller's span of doubles: keep it, save it, go on later with the same bits.
/// NaN: a window counts when both sides have trials above 0 and all four numbers are from 0 to 1e150; any other is a gap, which is no evidence, but whose neighbours are no
/// longer neighbours. Should sums overflow all the same, the evidence is -infinity, which reaches no threshold.
/// </remarks>
public readonly ref struct TemperedRatioEvidence
{
    /// <summary>Doubles of state; all zero is the empty state.</summary>
    public const int StateLength = 30;

    private const double MemoryPriorWindows = 16;
    private const double MemoryFrom = 12;
    private const double LeastMemory = 1.5;

    // Events that the level so far is worth against a window's own in its variance: so many that weights hardly follow the window's noise.
    private const double VarianceWorth = 30;

    // A window adds at most this many times the expected events to the past, so that a storm is forgotten.
    private const double MostOfPast = 3;
    private const double AlwaysOfPast = 5;

    private readonly Span<double> _state;
    private readonly RatioScale _scale;
    private readonly BurstPrior _prior;
    private readonly bool _isClumped;

    /// <summary>Opens the state: empty (all zero) or of the windows so far.</summary>
    /// <param name="state">Exactly <see cref="StateLength"/> doubles, changed by <see cref="Add"/>.</param>
    /// <param name="scale">Shares or rates, with their margins; the same for every window.</param>
    /// <param name="prior">What was known before; the same for every window.</param>
    /// <param name="isClumped">False when events cannot come in clumps within a window, as with one trial a side.</param>
    /// <exception cref="ArgumentException">The state has another length, a margin is out of range, or the prior is NaN or out of range.</exception>
    public TemperedRatioEvidence(Span<double> state, in RatioScale scale, in BurstPrior prior, bool isClumped = true)
    {
        if (state.Length != StateLength) throw new ArgumentException($"The state has {state.Length} doubles: {StateLength} are needed.", nameof(state));
        scale.Check(nameof(scale));
        if (!prior.IsSound) throw new ArgumentException($"The prior {prior} is out of range: take WithoutHistory or FromHistory.", nameof(prior));
        _state = state;
        _scale = scale;
        _prior = prior;
        _isClumped = isClumped;
    }

    /// <summary>Windows with both sides.</summary>
    public int Windows => (int)Math.Clamp(State.Lags.Count, 0, int.MaxValue);

    /// <summary>The canary's trials so far.</summary>
    public double CanaryTrials => State.CanaryTrials;

    private ref TemperedState State => ref MemoryMarshal.AsRef<TemperedState>(MemoryMarshal.AsBytes(_state));

    // Harm itself swells the spread around "no harm" and so the dispersion that is believed: wholly without a history (Student's protection of the first windows), half with one.
    private double Caution => _prior.HasHistory ? 0.5 : 1;

    /// <summary>Adds the next window.</summary>
    /// <param name="baselineEvents">Baseline events; NaN when the window is missing.</param>
    /// <param name="baselineTrials">Baseline trials or exposure over the same time; NaN or 0 when the window is missing.</param>
    /// <param name="canaryEvents">The canary's alike.</param>
    /// <param name="canaryTrials">The canary's alike.</param>
    /// <returns>The window's difference and weight; <see cref="WindowDifference.None"/> for a gap.</returns>
    /// <exception cref="ArgumentException">A share has more events than trials.</exception>
    public WindowDifference Add(double baselineEvents, double baselineTrials, double canaryEvents, double canaryTrials)
    {
        ref TemperedState state = ref State;
        if (!_scale.IsWindow(baselineEvents, baselineTrials, canaryEvents, canaryTrials))
        {
            state.Lags = state.Lags.With(double.NaN);
            return WindowDifference.None;
        }

        double total = baselineEvents + canaryEvents, trials = baselineTrials + canaryTrials;
        double inverse = 1 / baselineTrials + 1 / canaryTrials;
        double past = _scale.Capped((1 + _prior.Events + state.PastEvents) / (1 / _scale.Margin + _prior.Trials + state.PastTrials));
        double both = _scale.Capped((state.Events + past / _scale.Margin) / (state.Trials + 1 / _scale.Margin));
        double variance = _scale.Variance(_scale.Capped((total + VarianceWorth) / (trials + VarianceWorth / both)));
        double difference = canaryEvents / canaryTrials - baselineEvents / baselineTrials;
        double weight = 1 / inverse / variance;
        if (!(Math.Abs(difference) * Math.Sqrt(weight) <= SeriesScale.Largest))
        {
            state.Lags = state.Lags.With(double.NaN);
            return WindowDifference.None;
        }

        ConditionalWindow window = new(_scale, (baselineEvents, baselineTrials), (canaryEvents, canaryTrials), past, 1 + _prior.Events + state.PastEvents);
        if (Vector512.IsHardwareAccelerated) AddKeys<EightLanes>(ref state, window);
        else if (Vector256.IsHardwareAccelerated) AddKeys<FourLanes>(ref state, window);
        else AddKeys<TwoLanes>(ref state, window);
        state.PastEvents += Math.Min(baselineEvents, MostOfPast * past * baselineTrials + AlwaysOfPast);
        state.PastTrials += baselineTrials;
        state.Events += total;
        state.Trials += trials;
        state.CanaryTrials += canaryTrials;
        state.InverseTrials += inverse;
        state.Differences = state.Differences.With(difference, weight);
        state.Lags = state.Lags.With(difference * Math.Sqrt(weight));
        return new WindowDifference(difference, weight);
    }

    /// <summary>The evidence after the windows so far; 0 and 0 before the first.</summary>
    /// <returns>Evidence of harm and of safety.</returns>
    public EvidenceLevels Evaluate() =>
        Vector512.IsHardwareAccelerated ? Evaluate<EightLanes>() : Vector256.IsHardwareAccelerated ? Evaluate<FourLanes>() : Evaluate<TwoLanes>();

    private EvidenceLevels Evaluate<T>()
        where T : unmanaged, ILanes<T>
    {
        ref readonly TemperedState state = ref State;
        double count = state.Lags.Count;
        if (count == 0) return new EvidenceLevels(0, 0, 0, 1);
        double tau = count >= MemoryFrom ? state.Lags.Tau(0, MemoryPriorWindows, 0) : 1;
        if (!(tau > LeastMemory)) tau = 1;
        double best = Math.Max(0, EffectGrid.Largest<T>(state.Keys)), safe = (Math.Max(0, state.LnExposure) - state.LnSafeKey) / tau;
        double harm;
        if (_isClumped) (harm, safe) = Mix<T>(state, tau, best, safe);
        else harm = EffectGrid.LnMixtureAtMargin(state.Keys, tau);
        // No mean of LR^(1/φ) is above the largest of them; so no rounding makes evidence where there is none.
        return new EvidenceLevels(Math.Min(harm, best / tau), safe, (int)Math.Min(count, int.MaxValue), tau).WithoutNaN();
    }

    private (double LnHarm, double LnSafe) Mix<T>(in TemperedState state, double tau, double best, double safe)
        where T : unmanaged, ILanes<T>
    {
        double count = state.Lags.Count, spread = state.Differences.AroundMean();
        double told = DispersionGrid.Told(Math.Max(1e-9, state.Events / count / 2)), perSquare = -0.5 * told / tau;
        Span<double> ln = stackalloc double[DispersionGrid.Padded], factors = stackalloc double[DispersionGrid.Padded];
        DispersionGrid.Open<T>(_prior, state.InverseTrials / count, told, count / tau, ln, factors);
        double squares = perSquare * (spread + 2 * Caution * best), squaresOfSafe = perSquare * (spread + 2 * Caution * Math.Max(0, best - state.LnSafeKey));
        return TemperedMixture.Ln<T>(ln, factors, state.Keys, tau, squares, squaresOfSafe, safe);
    }

    private void AddKeys<T>(ref TemperedState state, in ConditionalWindow window)
        where T : unmanaged, ILanes<T>
    {
        Span<double> keys = state.Keys;
        double level = window.Level(_scale.Margin), atMargin = 0;
        for (int j = 0; j < EffectGrid.Padded; j += T.Count)
        {
            T step = window.LnKeys(level, T.From(EffectGrid.Multiples, j, beyond: 0) * _scale.Margin);
            if (j == 0) atMargin = step.First();
            (T.From(keys, j, beyond: 0) + step).CopyWithin(keys, j);
        }

        state.LnSafeKey += _scale.SafeMargin == _scale.Margin ? atMargin : window.LnKeys<TwoLanes>(window.Level(_scale.SafeMargin), _scale.SafeMargin).First();
        state.LnExposure += window.LnTotal(_scale.SafeMargin);
    }
}
