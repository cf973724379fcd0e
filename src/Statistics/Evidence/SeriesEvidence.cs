namespace CanaryJudge.Statistics;

/// <summary>
/// Evidence about a series (a gauge, a mean, a percentile) from paired windows, that may be looked at after every window. The noise level, outliers and the memory of the
/// series are learned from the differences themselves.
/// </summary>
/// <remarks>
/// A likelihood ratio between no harm and harm of the margin, the variance integrated out (so Student-like while windows are few). Memory either divides the evidence by the
/// autocorrelation time or, better, is removed by prewhitening with a correlation known from earlier windows only. From the eighth window on, values beyond four robust
/// standard deviations from the median of all so far are moved to that limit.
/// O(1) a window while nothing is moved, else O(windows) without allocation: no sum over past windows can follow a moving limit. Grows beyond the capacity it was made with.
/// NaN: a difference that is NaN, infinite or above 1e150 in size is a gap, which is no evidence. Should sums overflow all the same, the evidence is -infinity, which reaches no threshold.
/// The error guarantee is asymptotic (variance and memory are estimated).
/// </remarks>
public sealed class SeriesEvidence
{
    /// <summary>ln E given to harm before there are enough pairs: no threshold is ever reached from there.</summary>
    public const double NotYet = -50;

    private const int FewestToCut = 8;
    private const double DeviationsToCut = 4 * 1.4826;
    private const double Lean = 0.3;
    private const int FixedState = 5;

    private readonly SeriesScale _scale;
    private readonly SeriesPrior _prior;
    private readonly bool _prewhiten;
    private readonly bool _isCentred;
    private readonly double _priorSquares;
    private double[] _differences;
    private double[] _memory;
    private SortedValues _sorted;
    private LagSums _lags;
    private DifferenceSums _raw;
    private double _low = double.NegativeInfinity;
    private double _high = double.PositiveInfinity;

    /// <summary>Starts without windows.</summary>
    /// <param name="scale">The scale with the margin.</param>
    /// <param name="prior">What was known before the first window.</param>
    /// <param name="prewhiten">True to remove memory window by window; false to divide evidence by the autocorrelation time.</param>
    /// <param name="centreDispersion">True to estimate the dispersion around the windows' own mean when the prior has a history: sooner, and valid only in the limit.</param>
    /// <param name="capacity">Windows to make room for; more are taken.</param>
    /// <exception cref="ArgumentException">The margin or the prior is NaN or out of range, or the capacity is below 1.</exception>
    public SeriesEvidence(SeriesScale scale, in SeriesPrior prior, bool prewhiten = false, bool centreDispersion = false, int capacity = 64)
    {
        scale.Check(nameof(scale));
        if (!prior.IsSound) throw new ArgumentException($"The prior {prior} is out of range: take WithoutHistory or FromHistory.", nameof(prior));
        if (capacity < 1) throw new ArgumentException($"The capacity is {capacity}: it must be 1 or more.", nameof(capacity));
        _scale = scale;
        _prior = prior;
        _prewhiten = prewhiten;
        _isCentred = centreDispersion && prior.HasHistory;
        _differences = new double[capacity];
        _memory = new double[capacity];
        _sorted = new SortedValues(capacity);
        double memory = Memory();
        _priorSquares = prior.Windows * (prewhiten ? prior.Variance * (1 - memory * memory) : prior.Variance);
        Levels = new EvidenceLevels(NotYet, 0, 0, 1);
    }

    /// <summary>The evidence after the windows so far; harm is <see cref="NotYet"/> before the prior's fewest windows; 0 for safety without windows.</summary>
    public EvidenceLevels Levels { get; private set; }

    /// <summary>Windows so far, gaps included.</summary>
    public int Elapsed { get; private set; }

    /// <summary>The difference of each window so far, NaN for a gap; as given, outliers too.</summary>
    public ReadOnlySpan<double> Differences => _differences.AsSpan(0, Elapsed);

    /// <summary>Doubles of the state now; it grows with the windows.</summary>
    public int StateLength => StateLengthOf(Elapsed);

    /// <summary>Doubles of the state after some windows.</summary>
    /// <param name="elapsed">Windows, gaps included, 0 or more.</param>
    /// <returns>Five and two a window.</returns>
    public static int StateLengthOf(int elapsed) => FixedState + 2 * elapsed;

    /// <summary>Adds one window's difference on the series' scale (<see cref="SeriesScale.Difference"/>); NaN for a window without both sides.</summary>
    /// <param name="difference">The difference.</param>
    public void Add(double difference)
    {
        bool isGap = !(Math.Abs(difference) <= SeriesScale.Largest);
        Keep(isGap ? double.NaN : difference, isGap ? double.NaN : Memory());
        // Prewhitened evidence stays as it is over a gap. The other form cuts outliers only when its newest window has data, so that a gap lets them back in for one look.
        if (isGap && (_prewhiten || _sorted.Count == 0)) return;
        _low = double.NegativeInfinity;
        _high = double.PositiveInfinity;
        if (!isGap) Limit();
        Look();
    }

    /// <summary>The windows as they enter the evidence now: outliers cut, and prewhitened where that was asked for.</summary>
    /// <param name="into">At least as many as there are windows with both sides.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public int CopyWindows(Span<WindowDifference> into)
    {
        if (into.Length < _sorted.Count) throw new ArgumentException($"There is room for {into.Length} windows and there are {_sorted.Count}.", nameof(into));
        int count = 0;
        double last = double.NaN;
        for (int k = 0; k < Elapsed; k++)
        {
            double value = Math.Clamp(_differences[k], _low, _high);
            if (!double.IsNaN(value)) into[count++] = Entry(value, last, _memory[k]);
            last = value;
        }

        return count;
    }

    /// <summary>Writes the state; bit for bit what <see cref="Restore"/> goes on from.</summary>
    /// <param name="state">At least <see cref="StateLength"/> doubles.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void CopyTo(Span<double> state)
    {
        if (state.Length < StateLength) throw new ArgumentException($"The state needs {StateLength} doubles, {state.Length} are given.", nameof(state));
        (state[0], state[1], state[2], state[3], state[4]) = (_low, _high, Levels.LnHarm, Levels.LnSafe, Levels.Tau);
        Differences.CopyTo(state[FixedState..]);
        _memory.AsSpan(0, Elapsed).CopyTo(state[(FixedState + Elapsed)..]);
    }

    /// <summary>Takes a state over; this must be without windows, and of the scale, prior and forms that the state was made with.</summary>
    /// <param name="state">What <see cref="CopyTo"/> wrote, and no more.</param>
    /// <exception cref="ArgumentException">The state's length is none that CopyTo writes.</exception>
    /// <exception cref="InvalidOperationException">There are windows already.</exception>
    public void Restore(ReadOnlySpan<double> state)
    {
        if (Elapsed > 0) throw new InvalidOperationException($"A state can be restored before the first window only; there are {Elapsed}.");
        int elapsed = (state.Length - FixedState) / 2;
        if (elapsed < 0 || state.Length != StateLengthOf(elapsed)) throw new ArgumentException($"The state has {state.Length} doubles: {FixedState} and 2 a window are needed.", nameof(state));
        for (int k = 0; k < elapsed; k++) Keep(state[FixedState + k], state[FixedState + elapsed + k]);
        (_low, _high) = (state[0], state[1]);
        Levels = new EvidenceLevels(state[2], state[3], _sorted.Count, state[4]);
    }

    private double Memory() => _lags.Correlation(_prior.Correlation, _prior.CorrelationWindows, Lean);

    private void Keep(double difference, double memory)
    {
        if (Elapsed == _differences.Length)
        {
            Array.Resize(ref _differences, 2 * Elapsed);
            Array.Resize(ref _memory, 2 * Elapsed);
        }

        _differences[Elapsed] = difference;
        _memory[Elapsed] = memory;
        _lags = _lags.With(difference);
        if (!double.IsNaN(difference))
        {
            _sorted.Add(difference);
            WindowDifference entry = Entry(difference, Elapsed > 0 ? _differences[Elapsed - 1] : double.NaN, memory);
            _raw = _raw.With(entry.Value, entry.Weight);
        }

        Elapsed++;
    }

    private WindowDifference Entry(double value, double last, double rho)
    {
        if (!_prewhiten) return new WindowDifference(value, 1);
        return double.IsNaN(last) ? new WindowDifference(value, 1 - rho * rho) : new WindowDifference((value - rho * last) / (1 - rho), (1 - rho) * (1 - rho));
    }

    private void Limit()
    {
        if (_sorted.Count < FewestToCut) return;
        double middle = _sorted.Median, spread = _sorted.MedianDistance(middle);
        if (spread == 0) return;
        _low = middle - DeviationsToCut * spread;
        _high = middle + DeviationsToCut * spread;
    }

    private DifferenceSums Sums()
    {
        // The raw sums were added up in the order in which the loop would.
        if (_sorted.Least >= _low && _sorted.Largest <= _high) return _raw;
        DifferenceSums sums = default;
        double last = double.NaN;
        for (int k = 0; k < Elapsed; k++)
        {
            double value = Math.Clamp(_differences[k], _low, _high);
            if (!double.IsNaN(value))
            {
                WindowDifference entry = Entry(value, last, _memory[k]);
                sums = sums.With(entry.Value, entry.Weight);
            }

            last = value;
        }

        return sums;
    }

    private void Look()
    {
        double memory = Memory(), tau = (1 + memory) / (1 - memory), time = _prewhiten ? 1 : tau;
        int count = _sorted.Count;
        DifferenceSums sums = Sums();
        EffectRatio ratio = new(_priorSquares, Math.Max(0, _prior.Windows + count / time - 1), _isCentred, sums.Around(0) / time, sums.AroundMean() / time);
        Span<double> terms = stackalloc double[EffectGrid.Count];
        ratio.LnAll(sums, _scale.Margin, precision: 1, time, terms);
        Levels = new EvidenceLevels(count < _prior.FewestWindows ? NotYet : EffectGrid.LnMixtureOrNaN(terms), -terms[0], count, tau).WithoutNaN();
    }
}
